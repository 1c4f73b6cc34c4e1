-- What stands under the keys of a part: $1 part, $2 systems, $3 keys. u.ord is which of the keys it is, from 1.
SELECT d.nummer, d.id, d.version, d.slut, d.sok, d.post, i.id, u.ord, d.insats, d.part
FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS u (kallsystem, nyckel, ord)
JOIN part p ON p.kod = $1
JOIN kalla k ON k.part = p.nummer AND k.kallsystem = u.kallsystem
JOIN deltagande d ON d.kalla = k.nummer AND d.nyckel = u.nyckel
LEFT JOIN insats i ON i.nummer = d.insats
