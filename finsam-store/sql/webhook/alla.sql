-- Those that are called.
SELECT nummer, id, version, roll, hyresgast, forbund, url, aktiv, skapad, levererad, sedd, meddelande, forsok, fran, nasta,
       uppgiven, fel, status, senast, lan_till
FROM webhook
WHERE aktiv = 1
ORDER BY nummer
