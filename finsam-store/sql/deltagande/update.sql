-- The same person keeps the sealed number as it is.
UPDATE deltagande
SET version = $2, insats = $3, start = $4, slut = $5, alder = $6,
    identitet = CASE WHEN sok IS NOT DISTINCT FROM $7 THEN identitet ELSE $8 END, sok = $7, post = $9
WHERE nummer = $1
