-- The same person in the same insats: no index is touched.
UPDATE deltagande SET version = $2, start = $3, slut = $4, alder = $5, post = $6, andrad = $7 WHERE nummer = $1
