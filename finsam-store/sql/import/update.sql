UPDATE import
SET status = $2, antal = $3, lasta = $4, skrivna = $5, orsak = $6, andrad = $7, version = version + 1
WHERE id = $1 AND status NOT IN ('klar', 'misslyckad', 'avbruten')
