-- $1 part, $2 last and $3 first day of the year, $4 closed or open, $5 insats, $6 after, $7 limit, $8 offset.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $5)
  AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1)
  AND ($2 IS NULL OR d.start <= $2)
  AND ($3 IS NULL OR d.slut IS NULL OR d.slut >= $3)
  AND ($4 IS NULL OR ($4 = 1) = (d.slut IS NOT NULL))
  AND d.nummer > $6
ORDER BY d.nummer
LIMIT $7 OFFSET $8
