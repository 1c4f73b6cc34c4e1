-- As las_enda, and takes the number that a new participation gets.
SELECT pg_advisory_xact_lock_shared($1::integer, $2::integer), pg_advisory_xact_lock($3::bigint),
    pg_advisory_xact_lock($4::bigint), nextval('deltagande_nummer_seq')
