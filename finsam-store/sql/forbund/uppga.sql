UPDATE forbund SET version = $2, ersatt_av = $3, uppgift = $4 WHERE nummer = $1
