-- Arrays of $1 nummer, $2 version, $3 insats, $4 start, $5 slut, $6 alder, $7 sok, $8 identitet, $9 post, and $10 today.
-- Follow-ups are of the person who was followed up.
UPDATE deltagande d
SET version = u.version, insats = u.insats, start = u.start, slut = u.slut, alder = u.alder, sok = u.sok,
    identitet = u.identitet, post = u.post, andrad = $10::integer,
    uppfoljningar = CASE WHEN d.sok = u.sok THEN d.uppfoljningar END
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::integer[], $6::integer[], $7::bytea[],
            $8::bytea[], $9::text[])
    AS u (nummer, version, insats, start, slut, alder, sok, identitet, post)
WHERE d.nummer = u.nummer
