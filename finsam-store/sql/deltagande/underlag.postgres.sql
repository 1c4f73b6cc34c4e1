-- All that one record is judged by: $1 part, $2 system, $3 key, $4 identity of the insats, $5 search hash of the person.
-- What stands under the key (0-8), the part, the insats with its förbund (10-18), the insats of what stands (19-22, its
-- content only where it is another), the periods of the person in the insats (23-25), a number for a
-- new row, and the day on which consent to what stands was withdrawn.
SELECT d.nummer, d.id, d.version, d.slut, d.sok, d.post, di.id, k.nummer, d.insats, p.nummer,
    i.nummer, i.id, i.version, i.uppgift, f.nummer, f.id, f.version, f.ersatt_av, f.uppgift,
    di.nummer, di.id, di.version, CASE WHEN di.nummer IS DISTINCT FROM i.nummer THEN di.uppgift END,
    o.nummer, o.start, o.slut, nextval('deltagande_nummer_seq'), d.aterkallat
FROM (SELECT $1::text AS kod) u
LEFT JOIN part p ON p.kod = u.kod
LEFT JOIN kalla k ON k.part = p.nummer AND k.kallsystem = $2::text
LEFT JOIN deltagande d ON d.kalla = k.nummer AND d.nyckel = $3::text
LEFT JOIN insats di ON di.nummer = d.insats
LEFT JOIN insats i ON i.id = $4::bytea
LEFT JOIN forbund f ON f.nummer = i.forbund
CROSS JOIN LATERAL (
    SELECT array_agg(o.nummer) AS nummer, array_agg(o.start) AS start, array_agg(o.slut) AS slut
    FROM deltagande o
    WHERE o.insats = i.nummer AND o.part = p.nummer AND o.sok = $5::bytea
) o
