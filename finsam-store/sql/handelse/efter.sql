SELECT h.nummer, a.tid, h.typ, h.resurs, h.id, h.version
FROM handelse h JOIN arende a ON a.nummer = h.arende
WHERE h.nummer > $1
ORDER BY h.nummer
LIMIT $2
