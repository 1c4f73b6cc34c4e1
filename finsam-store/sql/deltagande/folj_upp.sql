UPDATE deltagande SET version = $2, uppfoljningar = $3 WHERE nummer = $1
