-- Events about what belongs to no part after $1, at most $2, with the insats and the förbund of counts and of people reached. Stretch by
-- stretch, and only so many of each: told so, the planner does not read all events.
WITH h AS MATERIALIZED (
    SELECT h.nummer, h.arende, h.typ, h.resurs, h.rad, h.version, h.id
    FROM handelsespann s
    CROSS JOIN LATERAL (
        SELECT h.*
        FROM handelse h
        WHERE h.nummer >= GREATEST(s.fran, $1 + 1) AND h.nummer <= s.till AND h.resurs <> 3
        ORDER BY h.nummer
        LIMIT $2
    ) h
    WHERE s.part = 0 AND s.till > $1
    ORDER BY s.till, h.nummer
    LIMIT $2
)
SELECT h.nummer, a.tid, h.typ, h.resurs, h.id, h.version, i.id, f.id
FROM h
CROSS JOIN LATERAL (SELECT a.tid FROM arende a WHERE a.nummer = h.arende OFFSET 0) a
LEFT JOIN antal n ON h.resurs = 4 AND n.nummer = h.rad
LEFT JOIN strukturdeltagande d ON h.resurs = 28 AND d.nummer = h.rad
LEFT JOIN insats i ON i.nummer = COALESCE(n.insats, d.insats)
LEFT JOIN forbund f ON f.nummer = i.forbund
ORDER BY h.nummer
