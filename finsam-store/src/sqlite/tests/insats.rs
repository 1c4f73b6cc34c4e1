//! insats
