-- $1 nummer, $2 version, $3 what is left, $4 the day of withdrawal: the latest stays.
UPDATE deltagande
SET version = $2, alder = NULL, sok = NULL, identitet = NULL, post = $3, uppfoljningar = NULL,
    aterkallat = CASE WHEN aterkallat > $4 THEN aterkallat ELSE $4 END
WHERE nummer = $1
