INSERT INTO importpost (import, rad, post, sok) VALUES ($1, $2, $3, $4)
ON CONFLICT (import, rad) DO UPDATE SET post = excluded.post, sok = excluded.sok
