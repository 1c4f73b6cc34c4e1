-- Plans of writing are made once on a connection, not for the values of each execution, which would cost more than the
-- execution.
SET LOCAL plan_cache_mode = force_generic_plan
