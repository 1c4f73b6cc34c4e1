SELECT p.rad, p.post, p.import, p.sok
FROM importpost p JOIN import i ON i.nummer = p.import
WHERE i.id = $1 AND p.rad > $2
ORDER BY p.rad
LIMIT $3
