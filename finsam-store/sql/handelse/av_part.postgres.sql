-- Events about the participations of a part ($1) after $2, at most $3. Stretch by stretch, only so many of each, and
-- whose they are one by one: told so, the planner does not read all events and all participations.
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
JOIN kalla k ON k.nummer = d.kalla
LEFT JOIN insats i ON i.nummer = d.insats
LEFT JOIN forbund f ON f.nummer = i.forbund
LEFT JOIN insats fi ON fi.nummer = h.insats_fore
LEFT JOIN forbund ff ON ff.nummer = fi.forbund
ORDER BY h.nummer
