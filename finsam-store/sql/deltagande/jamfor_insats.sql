-- $1 part, $2 system, $3 first and $4 last day of the year of the first day, $5 insats, $6 after, $7 limit, $8 offset.
-- The plus keeps to the index of the insats: a part may have very many elsewhere.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $5)
  AND +d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1)
  AND ($2 IS NULL OR k.kallsystem = $2)
  AND ($3 IS NULL OR d.start >= $3)
  AND ($4 IS NULL OR d.start <= $4)
  AND d.nummer > $6
ORDER BY d.nummer
LIMIT $7 OFFSET $8
