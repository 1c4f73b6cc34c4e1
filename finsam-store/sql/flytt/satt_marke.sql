INSERT INTO flytt (nummer, kalla) VALUES (1, $1) ON CONFLICT (nummer) DO UPDATE SET kalla = excluded.kalla
