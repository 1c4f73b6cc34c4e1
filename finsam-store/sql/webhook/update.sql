-- What is said of it: $2 version, $3 address, $4 whether it is called. Failed calls are forgotten, what the receiver
-- does not know is to be sent, and whoever is sending has it on loan no more.
UPDATE webhook
SET version = $2, url = $3, aktiv = $4, sedd = levererad, meddelande = NULL, forsok = 0, fran = NULL, nasta = NULL, uppgiven = 0,
    fel = NULL, status = NULL, lan_av = NULL, lan_till = NULL
WHERE id = $1
