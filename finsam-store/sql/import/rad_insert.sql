INSERT INTO importrad (import, rad, resultat) VALUES ($1, $2, $3)
ON CONFLICT (import, rad) DO UPDATE SET resultat = excluded.resultat
