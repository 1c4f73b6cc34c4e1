INSERT INTO importpost (import, rad, post) VALUES ($1, $2, $3)
ON CONFLICT (import, rad) DO UPDATE SET post = excluded.post
