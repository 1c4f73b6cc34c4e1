INSERT INTO atkomst (arende, resurs, id, antal) VALUES ($1, $2, $3, $4)
