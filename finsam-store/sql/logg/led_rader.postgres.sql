-- The lines of the links $2 to $3 of segment $1.
SELECT r.nummer, l.nummer AS led, r.resurs, r.id, r.antal
FROM loggled l CROSS JOIN LATERAL (
    SELECT a.nummer, a.resurs, a.id, a.antal
    FROM atkomst a
    WHERE a.nummer BETWEEN l.fran AND l.till AND a.arende = l.arende
    OFFSET 0
) r
WHERE l.segment = $1 AND l.nummer BETWEEN $2 AND $3
ORDER BY l.nummer, r.nummer
