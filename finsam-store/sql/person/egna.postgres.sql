-- A person's participations in a part, found insats by insats: $1 part, $2 search hash.
-- OFFSET keeps the inner query whole: each insats is looked up by the index, never all of them by reading the table.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar
FROM part p
CROSS JOIN insats i
CROSS JOIN LATERAL (
    SELECT nummer, id, version, kalla, nyckel, identitet, post, uppfoljningar FROM deltagande
    WHERE insats = i.nummer AND part = p.nummer AND sok = $2
    OFFSET 0
) d
JOIN kalla k ON k.nummer = d.kalla
WHERE p.kod = $1
ORDER BY d.nummer
