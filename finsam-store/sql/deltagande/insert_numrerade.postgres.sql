-- $1 part, arrays of $2 nummer, $3 id, $4 kalla, $5 nyckel, $6 version, $7 insats, $8 start, $9 slut, $10 alder, $11 sok,
-- $12 identitet, $13 post, and $14 today.
INSERT INTO deltagande (nummer, id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post, andrad)
SELECT u.nummer, u.id, u.kalla, u.nyckel, u.version, $1::bigint, u.insats, u.start, u.slut, u.alder, u.sok, u.identitet,
    u.post, $14::integer
FROM unnest($2::bigint[], $3::bytea[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[],
            $9::integer[], $10::integer[], $11::bytea[], $12::bytea[], $13::text[])
    AS u (nummer, id, kalla, nyckel, version, insats, start, slut, alder, sok, identitet, post)
