DELETE FROM importrad
WHERE import = $1 AND rad IN (SELECT r.rad FROM importrad r WHERE r.import = $1 ORDER BY r.rad LIMIT $2)
