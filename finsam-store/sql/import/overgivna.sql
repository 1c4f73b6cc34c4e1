-- Those that nobody will go on with: whoever has the body has been silent since $1, or they are of a program that does
-- not say, and stand still since $2.
SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem, version, agare, lan_till,
    nyckel
FROM import
WHERE status IN ('koad', 'validerar', 'verkstaller') AND (lan_till < $1 OR (lan_till IS NULL AND andrad < $2))
ORDER BY nummer
