-- $1 import, $2 row numbers, each once, $3 sealed records.
INSERT INTO importpost (import, rad, post)
SELECT $1::bigint, u.rad, u.post FROM unnest($2::bigint[], $3::bytea[]) AS u (rad, post)
ON CONFLICT (import, rad) DO UPDATE SET post = excluded.post
