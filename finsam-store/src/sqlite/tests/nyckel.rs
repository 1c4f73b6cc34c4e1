//! nyckel
