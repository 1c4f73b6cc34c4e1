UPDATE deltagande SET identitet = $2 WHERE nummer = $1
