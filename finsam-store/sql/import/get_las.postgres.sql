-- Waits for whoever is changing it, and keeps others from changing it.
SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem, version, agare, lan_till,
    nyckel
FROM import
WHERE id = $1 AND part = $2
FOR UPDATE
