//! grupp
