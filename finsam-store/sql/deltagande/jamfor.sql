-- $1 part, $2 system, $3 first and $4 last day of the year of the first day, $5 after, $6 limit, $7 offset.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND d.insats IS NOT NULL
  AND ($2 IS NULL OR k.kallsystem = $2)
  AND ($3 IS NULL OR d.start >= $3)
  AND ($4 IS NULL OR d.start <= $4)
  AND d.nummer > $5
ORDER BY d.nummer
LIMIT $6 OFFSET $7
