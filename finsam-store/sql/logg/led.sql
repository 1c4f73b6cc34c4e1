-- The links of segment $1 after link $2, at most $3, each with the row that says who acts, if it is there.
SELECT l.nummer, l.arende, l.fran, l.till, l.antal, l.hash, a.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop, a.varfor,
       a.varifran
FROM loggled l LEFT JOIN arende a ON a.nummer = l.arende
WHERE l.segment = $1 AND l.nummer > $2
ORDER BY l.nummer
LIMIT $3
