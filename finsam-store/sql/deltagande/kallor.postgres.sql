-- A part ($1) and its systems ($2), the system is NULL where only the part is known.
SELECT p.nummer, k.nummer, k.kallsystem
FROM part p LEFT JOIN kalla k ON k.part = p.nummer AND k.kallsystem = ANY ($2::text[])
WHERE p.kod = $1
