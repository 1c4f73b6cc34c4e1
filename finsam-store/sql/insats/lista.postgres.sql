-- $1 identities of förbund, $2 inriktning, $3 typ, $4 last and $5 first day of the year, $6 after, $7 limit, $8 offset.
SELECT nummer, id, version, uppgift
FROM insats
WHERE ($1::bytea[] IS NULL OR forbund IN (SELECT f.nummer FROM forbund f WHERE f.id = ANY ($1::bytea[])))
  AND ($2 IS NULL OR inriktning = $2)
  AND ($3 IS NULL OR typ = $3)
  AND ($4 IS NULL OR start <= $4)
  AND ($5 IS NULL OR slut IS NULL OR slut >= $5)
  AND nummer > $6
ORDER BY nummer
LIMIT $7 OFFSET $8
