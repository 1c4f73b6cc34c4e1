UPDATE deltagande SET sok = $2 WHERE nummer = $1
