-- Everything that a unit of work leaves in the change feed and the access log.
-- $1-$5 and $18, $19 who acts, $6 typ, $7 resurs, $8 row, $9 version, $10 identity, $11 insats before of its events, $12 the parts
-- that they are about, $13 resurs, $14 identity, $15 count of its lines, $16 and $17 the lock under which events get their
-- numbers, taken before anything else where there are any. $20-$22 segment, link and hash that the unit of work is linked
-- to, $23 the digest of what it leaves (see kedja.rs). Gives what the segment comes to.
WITH l AS MATERIALIZED (
    SELECT pg_advisory_xact_lock($16::integer, $17::integer)::text AS las WHERE cardinality($6::bigint[]) > 0
), a AS (
    INSERT INTO arende (tid, vem, roll, handling, anrop, varfor, varifran)
    SELECT $1::bigint, $2::text, $3::text, $4::text, $5::text, $18::text, $19::text FROM (SELECT count(las) FROM l) l
    RETURNING nummer
), h AS (
    INSERT INTO handelse (arende, typ, resurs, rad, version, id, insats_fore)
    SELECT a.nummer, u.typ, u.resurs, u.rad, u.version, u.id, u.fore
    FROM a CROSS JOIN unnest($6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bytea[], $11::bigint[])
        WITH ORDINALITY AS u (typ, resurs, rad, version, id, fore, ord)
    ORDER BY u.ord
    RETURNING nummer
), s AS (
    INSERT INTO handelsespann (part, till, fran)
    SELECT p.part, h.till, h.fran
    FROM (SELECT max(nummer) AS till, min(nummer) AS fran FROM h) h CROSS JOIN unnest($12::bigint[]) AS p (part)
), r AS (
    INSERT INTO atkomst (arende, resurs, id, antal)
    SELECT a.nummer, u.resurs, u.id, u.antal
    FROM a CROSS JOIN unnest($13::bigint[], $14::bytea[], $15::bigint[]) WITH ORDINALITY AS u (resurs, id, antal, ord)
    ORDER BY u.ord
    RETURNING nummer
)
INSERT INTO loggled (segment, nummer, arende, fran, till, antal, hash)
SELECT $20::bigint, $21::bigint, a.nummer, r.fran, r.till, r.antal,
       sha256($22::bytea || int8send($20::bigint) || int8send($21::bigint) || int8send(a.nummer) || $23::bytea || r.nummer)
FROM a CROSS JOIN (
    SELECT min(nummer) AS fran, max(nummer) AS till, count(*) AS antal,
           string_agg(int8send(nummer), ''::bytea ORDER BY nummer) AS nummer
    FROM r
) r
RETURNING segment, nummer, hash
