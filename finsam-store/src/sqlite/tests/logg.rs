//! logg
