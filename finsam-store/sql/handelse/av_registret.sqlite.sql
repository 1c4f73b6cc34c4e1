-- Events about what belongs to no part after $1, at most $2, with the insats and the förbund of counts and of people reached.
SELECT h.nummer, a.tid, h.typ, h.resurs, h.id, h.version, i.id, f.id
FROM handelsespann s
JOIN handelse h ON h.nummer >= CASE WHEN s.fran > $1 THEN s.fran ELSE $1 + 1 END AND h.nummer <= s.till
JOIN arende a ON a.nummer = h.arende
LEFT JOIN antal n ON h.resurs = 4 AND n.nummer = h.rad
LEFT JOIN strukturdeltagande d ON h.resurs = 28 AND d.nummer = h.rad
LEFT JOIN insats i ON i.nummer = COALESCE(n.insats, d.insats)
LEFT JOIN forbund f ON f.nummer = i.forbund
WHERE s.part = 0 AND s.till > $1 AND h.resurs <> 3
ORDER BY s.till, h.nummer
LIMIT $2
