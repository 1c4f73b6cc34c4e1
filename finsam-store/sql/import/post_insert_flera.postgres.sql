-- $1 import, $2 row numbers, each once, $3 sealed records, $4 search hashes.
INSERT INTO importpost (import, rad, post, sok)
SELECT $1::bigint, u.rad, u.post, u.sok FROM unnest($2::bigint[], $3::bytea[], $4::bytea[]) AS u (rad, post, sok)
ON CONFLICT (import, rad) DO UPDATE SET post = excluded.post, sok = excluded.sok
