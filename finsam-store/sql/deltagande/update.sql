-- Follow-ups are of the person who was followed up.
UPDATE deltagande
SET version = $2, insats = $3, start = $4, slut = $5, alder = $6, sok = $7, identitet = $8, post = $9, andrad = $10,
    uppfoljningar = CASE WHEN sok = $7 THEN uppfoljningar END
WHERE nummer = $1
