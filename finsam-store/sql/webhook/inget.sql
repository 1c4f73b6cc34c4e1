-- Nothing is to be sent up to event $3, of what had been seen up to event $2. Now is $4.
UPDATE webhook
SET sedd = $3, levererad = CASE WHEN uppgiven = 1 THEN levererad ELSE $3 END, meddelande = NULL
WHERE id = $1 AND sedd = $2 AND (forsok = 0 OR uppgiven = 1) AND (lan_till IS NULL OR lan_till <= $4)
