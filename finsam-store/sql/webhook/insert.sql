INSERT INTO webhook (id, version, roll, hyresgast, forbund, url, aktiv, skapad, hemlighet, levererad, sedd, forsok, uppgiven)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, 0)
