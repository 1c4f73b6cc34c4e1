-- Who acts ($1-$7), and numbers for so many events ($8) and lines ($9) that are copied afterwards: those of events are given
-- under the lock ($10, $11), as in skriv.postgres.sql. Each is eight bytes, the highest first.
WITH l AS MATERIALIZED (
    SELECT pg_advisory_xact_lock($10::integer, $11::integer)::text AS las WHERE $8::bigint > 0
), a AS (
    INSERT INTO arende (tid, vem, roll, handling, anrop, varfor, varifran)
    SELECT $1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text FROM (SELECT count(las) FROM l) l
    RETURNING nummer
)
SELECT a.nummer,
    (SELECT string_agg(int8send(nextval('handelse_nummer_seq')), ''::bytea) FROM generate_series(1 + 0 * a.nummer, $8::bigint)),
    (SELECT string_agg(int8send(nextval('atkomst_nummer_seq')), ''::bytea) FROM generate_series(1 + 0 * a.nummer, $9::bigint))
FROM a
