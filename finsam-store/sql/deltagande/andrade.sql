-- resurs 3 is deltagande.
SELECT d.nummer, d.alder, d.post, d.sok, d.uppfoljningar
FROM deltagande d
WHERE d.nummer IN (SELECT h.rad FROM handelse h WHERE h.nummer > $1 AND h.nummer <= $2 AND h.resurs = 3)
ORDER BY d.nummer
