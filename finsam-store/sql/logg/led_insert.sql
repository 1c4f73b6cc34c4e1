INSERT INTO loggled (segment, nummer, arende, fran, till, antal, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
