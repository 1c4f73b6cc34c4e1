SELECT nummer, alder, post, sok, uppfoljningar FROM deltagande WHERE nummer > $1 ORDER BY nummer LIMIT $2
