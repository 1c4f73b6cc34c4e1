-- The oldest events, at most $1, and never the newest.
SELECT h.nummer, a.tid
FROM handelse h JOIN arende a ON a.nummer = h.arende
WHERE h.nummer < (SELECT max(n.nummer) FROM handelse n)
ORDER BY h.nummer
LIMIT $1
