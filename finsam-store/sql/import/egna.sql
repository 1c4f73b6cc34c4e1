-- Those under way or in the queue whose body a process has.
SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem, version, agare, lan_till,
    nyckel
FROM import
WHERE agare = $1 AND status IN ('koad', 'validerar', 'verkstaller')
ORDER BY nummer
