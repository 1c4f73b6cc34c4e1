SELECT nummer, id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem
FROM import
WHERE status NOT IN ('klar', 'misslyckad', 'avbruten')
ORDER BY nummer
