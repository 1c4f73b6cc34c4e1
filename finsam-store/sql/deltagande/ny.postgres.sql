-- A participation that is thought to be new, with all of its unit of work (see the migration that makes finsam_ny): the hash
-- of its link in the access log, or no row when it is not new. $1-$4 locks, $5-$8 part and system, $9 key, $10-$12 insats and
-- the versions that it was judged by, $13-$20 the participation, $21-$27 who acts, $28-$31 its event, $32-$35 its link.
SELECT u.hash
FROM finsam_ny($1::integer, $2::integer, $3::bigint, $4::bigint, $5::bigint, $6::text, $7::bigint, $8::text, $9::text,
    $10::bytea, $11::bigint, $12::bigint, $13::bytea, $14::integer, $15::integer, $16::integer, $17::bytea, $18::bytea,
    $19::text, $20::integer, $21::bigint, $22::text, $23::text, $24::text, $25::text, $26::text, $27::text, $28::integer,
    $29::integer, $30::bigint, $31::bigint, $32::bigint, $33::bigint, $34::bytea, $35::bytea) u (hash)
WHERE u.hash IS NOT NULL
