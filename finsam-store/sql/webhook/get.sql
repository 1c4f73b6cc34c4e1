SELECT nummer, id, version, roll, hyresgast, forbund, url, aktiv, skapad, levererad, sedd, meddelande, forsok, fran, nasta,
       uppgiven, fel, status, senast, lan_till
FROM webhook
WHERE id = $1
