UPDATE insats
SET version = $2, forbund = $3, inriktning = $4, typ = $5, start = $6, slut = $7, uppgift = $8
WHERE nummer = $1
