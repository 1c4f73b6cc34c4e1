-- All that one record is decided by, but the person's other periods: $1 part, $2 system, $3 key, $4 identity of the insats.
-- With it comes a number for a new row.
SELECT d.nummer, d.id, d.version, d.slut, d.sok, d.post, di.id, k.nummer, d.insats, p.nummer, i.nummer,
    nextval('deltagande_nummer_seq'), d.aterkallat
FROM (SELECT $1::text AS kod) u
LEFT JOIN part p ON p.kod = u.kod
LEFT JOIN kalla k ON k.part = p.nummer AND k.kallsystem = $2::text
LEFT JOIN deltagande d ON d.kalla = k.nummer AND d.nyckel = $3::text
LEFT JOIN insats di ON di.nummer = d.insats
LEFT JOIN insats i ON i.id = $4::bytea
