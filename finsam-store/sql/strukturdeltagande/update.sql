UPDATE strukturdeltagande SET version = $2, uppgift = $3 WHERE nummer = $1
