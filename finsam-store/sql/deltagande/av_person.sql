-- The participations of a person in part $1, found by hash $2: looked up insats by insats.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post
FROM insats i JOIN deltagande d ON d.insats = i.nummer JOIN kalla k ON k.nummer = d.kalla
WHERE d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND d.sok = $2
ORDER BY d.nummer
