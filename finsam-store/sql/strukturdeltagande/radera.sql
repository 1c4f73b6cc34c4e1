UPDATE strukturdeltagande SET version = $2, raderad = $2, uppgift = $3 WHERE nummer = $1
