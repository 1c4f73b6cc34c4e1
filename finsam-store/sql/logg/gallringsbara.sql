-- How far each segment can be pruned: as long as everything is older than $1 and no event names it any more.
SELECT s.nummer, l.nummer AS led, l.hash
FROM loggsegment s
JOIN loggled l ON l.segment = s.nummer AND l.nummer = COALESCE(
    (SELECT min(k.nummer) - 1
     FROM loggled k JOIN arende a ON a.nummer = k.arende
     WHERE k.segment = s.nummer
       AND (a.tid >= $1 OR a.nummer >= (SELECT COALESCE(min(h.arende), 9223372036854775807) FROM handelse h))),
    (SELECT max(m.nummer) FROM loggled m WHERE m.segment = s.nummer))
ORDER BY s.nummer
