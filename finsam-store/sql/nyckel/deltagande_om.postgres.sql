-- Arrays of $1 nummer, $2 identitet.
UPDATE deltagande d SET identitet = u.identitet
FROM unnest($1::bigint[], $2::bytea[]) AS u (nummer, identitet)
WHERE d.nummer = u.nummer
