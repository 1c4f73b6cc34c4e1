-- $1 tenant, $2 the förbund that the caller is narrowed to, $3 after, $4 limit, $5 offset.
SELECT nummer, id, version, roll, hyresgast, forbund, url, aktiv, skapad, levererad, sedd, meddelande, forsok, fran, nasta,
       uppgiven, fel, status, senast, lan_till
FROM webhook
WHERE hyresgast = $1 AND ($2 IS NULL OR forbund = $2) AND nummer > $3
ORDER BY nummer
LIMIT $4 OFFSET $5
