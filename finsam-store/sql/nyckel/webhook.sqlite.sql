SELECT nummer, id, hemlighet, forra FROM webhook
WHERE nummer > $1 AND (substr(hemlighet, 1, 1) <> $2 OR substr(forra, 1, 1) <> $2)
ORDER BY nummer LIMIT $3
