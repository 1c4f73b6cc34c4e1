-- For whoever wants to send: $2 who, $3 until when, $4 now, $5 the identity of the call if none is under way. Only if
-- nobody else has it on loan, and nothing has happened to it since it was read: $6 sedd, $7 failed calls, $8 version.
UPDATE webhook
SET lan_av = $2, lan_till = $3, meddelande = COALESCE(meddelande, $5)
WHERE id = $1 AND aktiv = 1 AND (lan_till IS NULL OR lan_till <= $4) AND sedd = $6 AND forsok = $7 AND version = $8
