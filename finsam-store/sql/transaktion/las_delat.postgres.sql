-- Locks a room ($1, $2) shared with others and in it single things ($3), until the end of the transaction. Those are in the
-- order given, so that two transactions do not wait for each other.
SELECT pg_advisory_xact_lock_shared($1::integer, $2::integer), pg_advisory_xact_lock(u.las)
FROM unnest($3::bigint[]) WITH ORDINALITY AS u (las, ord)
ORDER BY u.ord
