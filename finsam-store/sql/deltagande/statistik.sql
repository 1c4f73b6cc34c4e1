SELECT nummer, alder, post FROM deltagande WHERE nummer > $1 ORDER BY nummer LIMIT $2
