-- The parameters of jamfor_insats, the first five, none of them absent.
SELECT count(*)
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $5)
  AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1)
  AND k.kallsystem = $2 AND d.start >= $3 AND d.start <= $4
