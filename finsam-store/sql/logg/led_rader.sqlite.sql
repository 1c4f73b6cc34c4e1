-- The lines of the links $2 to $3 of segment $1.
SELECT r.nummer, l.nummer, r.resurs, r.id, r.antal
FROM loggled l JOIN atkomst r ON r.nummer BETWEEN l.fran AND l.till AND r.arende = l.arende
WHERE l.segment = $1 AND l.nummer BETWEEN $2 AND $3
ORDER BY l.nummer, r.nummer
