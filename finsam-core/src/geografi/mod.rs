//! Län and kommuner, with their validity in time.
