-- Locks until the end of the transaction, in the order given, so that two transactions do not wait for each other.
SELECT pg_advisory_xact_lock(u.las) FROM unnest($1::bigint[]) WITH ORDINALITY AS u (las, ord) ORDER BY u.ord
