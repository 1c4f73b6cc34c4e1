//! migrering
