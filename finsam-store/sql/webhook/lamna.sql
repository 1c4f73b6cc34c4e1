-- What a call came to, from whoever ($2) has the webhook on loan.
UPDATE webhook
SET levererad = $3, sedd = $4, meddelande = $5, forsok = $6, fran = $7, nasta = $8, uppgiven = $9, fel = $10,
    status = $11, senast = $12, aktiv = $13, version = $14, lan_av = NULL, lan_till = NULL
WHERE id = $1 AND lan_av = $2
