DELETE FROM importpost
WHERE import = $1 AND rad IN (SELECT p.rad FROM importpost p WHERE p.import = $1 ORDER BY p.rad LIMIT $2)
