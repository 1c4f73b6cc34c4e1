//! The statistics of the country, counted over compact columns.
