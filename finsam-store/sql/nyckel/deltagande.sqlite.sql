SELECT nummer, id, identitet FROM deltagande
WHERE nummer > $1 AND substr(identitet, 1, 1) <> $2
ORDER BY nummer LIMIT $3
