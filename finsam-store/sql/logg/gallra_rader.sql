-- The lines of segment $1 up to link $2.
DELETE FROM atkomst
WHERE nummer >= (SELECT min(f.fran) FROM loggled f WHERE f.segment = $1 AND f.nummer <= $2)
  AND nummer <= (SELECT max(t.till) FROM loggled t WHERE t.segment = $1 AND t.nummer <= $2)
  AND arende IN (SELECT l.arende FROM loggled l WHERE l.segment = $1 AND l.nummer <= $2)
