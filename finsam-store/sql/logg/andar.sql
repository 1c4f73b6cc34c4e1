-- How far each segment has come.
SELECT s.nummer, l.nummer AS led, l.hash
FROM loggsegment s
JOIN loggled l ON l.segment = s.nummer AND l.nummer = (SELECT max(m.nummer) FROM loggled m WHERE m.segment = s.nummer)
ORDER BY s.nummer
