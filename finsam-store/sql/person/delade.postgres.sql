-- A person's participations in other parts, with consent to some part seeing them: $1 search hash, $2 one's own part.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar, p.kod
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla JOIN part p ON p.nummer = d.part
WHERE d.sok = $1 AND position('"sekretess"' IN d.post) > 0 AND p.kod <> $2
ORDER BY d.nummer
