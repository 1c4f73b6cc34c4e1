-- Reading may read a table whole.
SET LOCAL enable_seqscan = on
