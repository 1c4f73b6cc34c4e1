-- Plans of writing are made once on a connection, not for the values of each execution, which would cost more than the
-- execution. So that a plan that was made while a table was small is good when it has grown, tables are not read whole
-- where there is an index.
SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
