-- Those that ended before $2 and that nothing holds: $1 after, $3 whether anonymous ones, $4 of a part, $5 limit.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.post, p.kod, d.uppfoljningar
FROM deltagande d JOIN kalla k ON k.nummer = d.kalla JOIN part p ON p.nummer = d.part JOIN insats i ON i.nummer = d.insats
WHERE d.nummer > $1 AND d.slut < $2 AND CASE WHEN d.sok IS NULL THEN 1 ELSE 0 END = $3 AND p.kod = COALESCE($4, p.kod)
  AND NOT EXISTS (SELECT 1 FROM gallringsstopp g WHERE g.havd IS NULL AND g.id = d.id)
  AND NOT EXISTS (SELECT 1 FROM gallringsstopp g WHERE g.havd IS NULL AND g.id = i.id)
ORDER BY d.nummer
LIMIT $5
