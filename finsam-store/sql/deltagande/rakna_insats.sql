-- The parameters of lista_insats, the first five.
SELECT count(*)
FROM deltagande d
WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $5)
  AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1)
  AND ($2 IS NULL OR d.start <= $2)
  AND ($3 IS NULL OR d.slut IS NULL OR d.slut >= $3)
  AND ($4 IS NULL OR ($4 = 1) = (d.slut IS NOT NULL))
