-- Arrays of $1 nummer, $2 sok.
UPDATE deltagande d SET sok = u.sok FROM unnest($1::bigint[], $2::bytea[]) AS u (nummer, sok) WHERE d.nummer = u.nummer
