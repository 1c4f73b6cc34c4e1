-- $1 part, $2 last and $3 first day of the year, $4 closed or open, $5 after, $6 limit, $7 offset.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND d.insats IS NOT NULL
  AND ($2 IS NULL OR d.start <= $2)
  AND ($3 IS NULL OR d.slut IS NULL OR d.slut >= $3)
  AND ($4 IS NULL OR ($4 = 1) = (d.slut IS NOT NULL))
  AND d.nummer > $5
ORDER BY d.nummer
LIMIT $6 OFFSET $7
