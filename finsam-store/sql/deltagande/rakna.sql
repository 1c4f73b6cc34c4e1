-- The parameters of lista, the first four.
SELECT count(*)
FROM deltagande d
WHERE d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND d.insats IS NOT NULL
  AND ($2 IS NULL OR d.start <= $2)
  AND ($3 IS NULL OR d.slut IS NULL OR d.slut >= $3)
  AND ($4 IS NULL OR ($4 = 1) = (d.slut IS NOT NULL))
