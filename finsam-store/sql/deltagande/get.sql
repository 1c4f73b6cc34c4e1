SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla
JOIN part p ON p.nummer = k.part
WHERE p.kod = $1 AND k.kallsystem = $2 AND d.nyckel = $3 AND d.insats IS NOT NULL
