-- Those about a person, after $1: their numbers and what is sealed of them.
SELECT nummer, id, identitet, sok FROM deltagande WHERE nummer > $1 AND sok IS NOT NULL ORDER BY nummer LIMIT $2
