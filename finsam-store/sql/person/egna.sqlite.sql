-- A person's participations in a part, found insats by insats: $1 part, $2 search hash.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM insats i CROSS JOIN deltagande d JOIN kalla k ON k.nummer = d.kalla
WHERE d.insats = i.nummer AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $1) AND d.sok = $2
ORDER BY d.nummer
