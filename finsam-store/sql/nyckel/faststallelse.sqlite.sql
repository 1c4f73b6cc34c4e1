SELECT nummer, id, innehall FROM faststallelse
WHERE nummer > $1 AND substr(innehall, 1, 1) <> $2
ORDER BY nummer LIMIT $3
