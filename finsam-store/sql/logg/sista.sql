-- The newest segment and its last link, or what the first one would go on from. One that was pruned to the end counts.
SELECT s.nummer, COALESCE(l.nummer, h.nummer, 0) AS led, COALESCE(l.hash, h.hash, s.hash) AS hash
FROM loggsegment s
LEFT JOIN loggled l ON l.segment = s.nummer AND l.nummer = (SELECT max(m.nummer) FROM loggled m WHERE m.segment = s.nummer)
LEFT JOIN logghuvud h ON h.segment = s.nummer AND h.nummer = (SELECT max(m.nummer) FROM logghuvud m WHERE m.segment = s.nummer)
WHERE s.nummer = (SELECT max(m.nummer) FROM loggsegment m)
