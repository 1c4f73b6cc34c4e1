-- Events about the participations of a part ($1) after $2, at most $3. Nothing stands in an insats once it is deleted
-- (typ 4).
SELECT h.nummer, a.tid, h.typ, h.resurs, h.id, h.version, k.kallsystem, d.nyckel, i.id, f.id, fi.id, ff.id
FROM handelsespann s
JOIN handelse h ON h.nummer >= CASE WHEN s.fran > $2 THEN s.fran ELSE $2 + 1 END AND h.nummer <= s.till
JOIN arende a ON a.nummer = h.arende
JOIN deltagande d ON d.nummer = h.rad
JOIN kalla k ON k.nummer = d.kalla
LEFT JOIN insats i ON i.nummer = CASE WHEN h.typ <> 4 THEN COALESCE((
    SELECT n.insats_fore
    FROM handelse n
    WHERE n.rad = h.rad AND n.nummer > h.nummer AND n.insats_fore IS NOT NULL
    ORDER BY n.nummer
    LIMIT 1
), d.insats) END
LEFT JOIN forbund f ON f.nummer = i.forbund
LEFT JOIN insats fi ON fi.nummer = h.insats_fore
LEFT JOIN forbund ff ON ff.nummer = fi.forbund
WHERE s.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND s.till > $2 AND h.resurs = 3 AND d.part = s.part
ORDER BY s.till, h.nummer
LIMIT $3
