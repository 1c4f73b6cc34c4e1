UPDATE deltagande
SET version = $2, insats = NULL, start = NULL, slut = NULL, alder = NULL, sok = NULL, identitet = NULL, post = NULL,
    uppfoljningar = NULL
WHERE nummer = $1
