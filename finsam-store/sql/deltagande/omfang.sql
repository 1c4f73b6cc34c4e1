-- Those of a system that began in an insats within a year: $1 insats, $2 part, $3 system, $4 first and $5 last day,
-- $6 after, $7 limit. Those whose consent was withdrawn stay, whatever their sender has.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $1)
  AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $2)
  AND k.kallsystem = $3 AND d.start >= $4 AND d.start <= $5 AND d.nummer > $6
  AND d.aterkallat IS NULL
ORDER BY d.nummer
LIMIT $7
