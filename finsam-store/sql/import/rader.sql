SELECT r.rad, r.resultat, r.import
FROM importrad r JOIN import i ON i.nummer = r.import
WHERE i.id = $1 AND r.rad > $2
ORDER BY r.rad
LIMIT $3
