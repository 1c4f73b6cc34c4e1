-- Arrays of $1 nummer, $2 version.
UPDATE deltagande d
SET version = u.version, insats = NULL, start = NULL, slut = NULL, alder = NULL, sok = NULL, identitet = NULL,
    post = NULL, uppfoljningar = NULL
FROM unnest($1::bigint[], $2::bigint[]) AS u (nummer, version)
WHERE d.nummer = u.nummer
