SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem, version, agare, lan_till,
    nyckel
FROM import
WHERE status = 'planerad' AND andrad < $1
ORDER BY andrad
