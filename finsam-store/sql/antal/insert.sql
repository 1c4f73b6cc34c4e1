INSERT INTO antal (insats, fran, enhet, version, uppgift) VALUES ($1, $2, $4, 1, $3) RETURNING nummer
