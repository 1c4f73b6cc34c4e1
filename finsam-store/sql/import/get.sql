SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad
FROM import
WHERE id = $1 AND part = $2
