//! modell
