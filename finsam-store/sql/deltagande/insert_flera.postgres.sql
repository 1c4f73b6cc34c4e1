-- $1 part, arrays of $2 id, $3 kalla, $4 nyckel, $5 version, $6 insats, $7 start, $8 slut, $9 alder, $10 sok,
-- $11 identitet, $12 post. The numbers grow in the order given.
INSERT INTO deltagande (id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post)
SELECT u.id, u.kalla, u.nyckel, u.version, $1::bigint, u.insats, u.start, u.slut, u.alder, u.sok, u.identitet, u.post
FROM unnest($2::bytea[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::integer[], $8::integer[],
            $9::integer[], $10::bytea[], $11::bytea[], $12::text[]) WITH ORDINALITY
    AS u (id, kalla, nyckel, version, insats, start, slut, alder, sok, identitet, post, ord)
ORDER BY u.ord
RETURNING nummer
