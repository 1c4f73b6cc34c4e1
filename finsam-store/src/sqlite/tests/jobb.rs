//! jobb
