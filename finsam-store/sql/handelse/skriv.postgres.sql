-- Everything that a unit of work leaves in the change feed and the access log.
-- $1-$5 who acts, $6 typ, $7 resurs, $8 row, $9 version, $10 identity of its events, $11 resurs, $12 identity, $13 count
-- of its lines.
WITH a AS (
    INSERT INTO arende (tid, vem, roll, handling, anrop)
    VALUES ($1::bigint, $2::text, $3::text, $4::text, $5::text)
    RETURNING nummer
), h AS (
    INSERT INTO handelse (arende, typ, resurs, rad, version, id)
    SELECT a.nummer, u.typ, u.resurs, u.rad, u.version, u.id
    FROM a CROSS JOIN unnest($6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bytea[])
        WITH ORDINALITY AS u (typ, resurs, rad, version, id, ord)
    ORDER BY u.ord
)
INSERT INTO atkomst (arende, resurs, id, antal)
SELECT a.nummer, u.resurs, u.id, u.antal
FROM a CROSS JOIN unnest($11::bigint[], $12::bytea[], $13::bigint[]) WITH ORDINALITY AS u (resurs, id, antal, ord)
ORDER BY u.ord
