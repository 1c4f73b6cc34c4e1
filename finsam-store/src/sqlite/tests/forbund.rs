//! forbund
