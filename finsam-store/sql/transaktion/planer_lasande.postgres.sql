-- Reading is planned for its values: many of them select only where they are given.
SET LOCAL plan_cache_mode = auto
