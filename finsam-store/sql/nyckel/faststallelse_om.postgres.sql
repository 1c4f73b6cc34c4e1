-- Arrays of $1 nummer, $2 innehall.
UPDATE faststallelse f SET innehall = u.innehall
FROM unnest($1::bigint[], $2::bytea[]) AS u (nummer, innehall)
WHERE f.nummer = u.nummer
