-- Numbers for so many events ($1) and lines ($2) that are copied afterwards, of a unit of work that has its own already: those
-- of events are given under the lock ($3, $4), as in skriv.postgres.sql. Each is eight bytes, the highest first.
WITH l AS MATERIALIZED (
    SELECT pg_advisory_xact_lock($3::integer, $4::integer)::text AS las WHERE $1::bigint > 0
), c AS (
    SELECT 0 * count(las) AS noll FROM l
)
SELECT
    (SELECT string_agg(int8send(nextval('handelse_nummer_seq')), ''::bytea) FROM generate_series(1 + c.noll, $1::bigint)),
    (SELECT string_agg(int8send(nextval('atkomst_nummer_seq')), ''::bytea) FROM generate_series(1 + c.noll, $2::bigint))
FROM c
