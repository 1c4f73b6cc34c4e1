-- Arrays of $1 nummer, $2 hemlighet, $3 forra.
UPDATE webhook w SET hemlighet = u.hemlighet, forra = u.forra
FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS u (nummer, hemlighet, forra)
WHERE w.nummer = u.nummer
