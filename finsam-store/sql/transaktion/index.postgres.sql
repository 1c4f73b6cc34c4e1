-- So that a plan that was made while a table was small is good when it has grown, tables are not read whole where there is
-- an index.
SET LOCAL enable_seqscan = off
