-- The systems that have something in an insats that began within a year: $1 insats, $2 part, $3 first and $4 last day.
SELECT k.nummer, k.kallsystem
FROM kalla k
WHERE k.part = (SELECT p.nummer FROM part p WHERE p.kod = $2) AND EXISTS (
    SELECT 1 FROM deltagande d
    WHERE d.insats = (SELECT i.nummer FROM insats i WHERE i.id = $1) AND d.part = k.part AND d.kalla = k.nummer
      AND d.start >= $3 AND d.start <= $4
)
ORDER BY k.nummer
