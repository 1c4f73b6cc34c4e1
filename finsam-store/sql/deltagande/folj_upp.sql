UPDATE deltagande SET version = $2, uppfoljningar = $3, andrad = $4 WHERE nummer = $1
