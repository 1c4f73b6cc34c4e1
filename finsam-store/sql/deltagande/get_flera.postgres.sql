-- The participations under the keys of a part: $1 part, $2 systems, $3 keys. u.ord is which of the keys it is, from 1.
-- OFFSET keeps the inner query whole: each key is looked up by the index, never all of them by reading the table.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.identitet, d.post, d.uppfoljningar, u.ord
FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS u (kallsystem, nyckel, ord)
JOIN part p ON p.kod = $1
JOIN kalla k ON k.part = p.nummer AND k.kallsystem = u.kallsystem
CROSS JOIN LATERAL (
    SELECT nummer, id, version, nyckel, identitet, post, uppfoljningar FROM deltagande
    WHERE kalla = k.nummer AND nyckel = u.nyckel AND insats IS NOT NULL
    OFFSET 0
) d
