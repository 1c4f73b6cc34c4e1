-- Events about the participations of a part ($1) after $2, at most $3. Stretch by stretch, only so many of each, and
-- whose they are one by one: told so, the planner does not read all events and all participations. Nothing stands in an
-- insats once it is deleted (typ 4).
WITH h AS MATERIALIZED (
    SELECT h.nummer, h.arende, h.typ, h.resurs, h.rad, h.version, h.id, h.insats_fore
    FROM handelsespann s
    CROSS JOIN LATERAL (
        SELECT h.*
        FROM handelse h
        WHERE h.nummer >= GREATEST(s.fran, $2 + 1) AND h.nummer <= s.till AND h.resurs = 3
          AND (SELECT d.part FROM deltagande d WHERE d.nummer = h.rad) = s.part
        ORDER BY h.nummer
        LIMIT $3
    ) h
    WHERE s.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND s.till > $2
    ORDER BY s.till, h.nummer
    LIMIT $3
)
SELECT h.nummer, a.tid, h.typ, h.resurs, h.id, h.version, k.kallsystem, d.nyckel, i.id, f.id, fi.id, ff.id
FROM h
CROSS JOIN LATERAL (SELECT a.tid FROM arende a WHERE a.nummer = h.arende OFFSET 0) a
CROSS JOIN LATERAL (SELECT d.kalla, d.nyckel, d.insats FROM deltagande d WHERE d.nummer = h.rad OFFSET 0) d
CROSS JOIN LATERAL (
    SELECT CASE WHEN h.typ <> 4 THEN COALESCE((
        SELECT n.insats_fore
        FROM handelse n
        WHERE n.rad = h.rad AND n.nummer > h.nummer AND n.insats_fore IS NOT NULL
        ORDER BY n.nummer
        LIMIT 1
    ), d.insats) END AS insats
    OFFSET 0
) e
JOIN kalla k ON k.nummer = d.kalla
LEFT JOIN insats i ON i.nummer = e.insats
LEFT JOIN forbund f ON f.nummer = i.forbund
LEFT JOIN insats fi ON fi.nummer = h.insats_fore
LEFT JOIN forbund ff ON ff.nummer = fi.forbund
ORDER BY h.nummer
