-- A participation that is thought to be new, if it is: nothing stands under its key ($1 source, $2 its name, $3 part, $4
-- key), its person takes part in the insats nowhere, and the insats ($5) and its förbund are at the versions that it was
-- judged by ($6, $7). $8 id, $9 start, $10 slut, $11 alder, $12 sok, $13 identitet, $14 post, $15 today, $16 the
-- number of the part. Its number is the one that was taken last.
INSERT INTO deltagande (nummer, id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post, andrad)
SELECT currval('deltagande_nummer_seq'), $8::bytea, k.nummer, $4::text, 1, p.nummer, i.nummer, $9::integer, $10::integer,
    $11::integer, $12::bytea, $13::bytea, $14::text, $15::integer
FROM kalla k
JOIN part p ON p.nummer = k.part
CROSS JOIN insats i
JOIN forbund f ON f.nummer = i.forbund
WHERE k.nummer = $1::bigint AND k.kallsystem = $2::text AND p.nummer = $16::bigint AND p.kod = $3::text
    AND i.id = $5::bytea AND i.version = $6::bigint AND f.version = $7::bigint
    AND NOT EXISTS (SELECT FROM deltagande d WHERE d.kalla = $1::bigint AND d.nyckel = $4::text)
    AND NOT EXISTS (SELECT FROM deltagande o WHERE o.insats = i.nummer AND o.part = p.nummer AND o.sok = $12::bytea)
