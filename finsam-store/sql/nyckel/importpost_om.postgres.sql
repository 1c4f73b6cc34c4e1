-- Arrays of $1 import, $2 rad, $3 post.
UPDATE importpost p SET post = u.post
FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS u (import, rad, post)
WHERE p.import = u.import AND p.rad = u.rad
