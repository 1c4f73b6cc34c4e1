-- $1 import, $2 row numbers, each once, $3 results.
INSERT INTO importrad (import, rad, resultat)
SELECT $1::bigint, u.rad, u.resultat FROM unnest($2::bigint[], $3::text[]) AS u (rad, resultat)
ON CONFLICT (import, rad) DO UPDATE SET resultat = excluded.resultat
