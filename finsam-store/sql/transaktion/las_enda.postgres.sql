-- Locks a room ($1, $2) shared with others and in it two single things ($3, $4), which may be the same, in this order,
-- until the end of the transaction.
SELECT pg_advisory_xact_lock_shared($1::integer, $2::integer), pg_advisory_xact_lock($3::bigint),
    pg_advisory_xact_lock($4::bigint)
