INSERT INTO antal (insats, fran, enhet, version, uppgift) VALUES ($1, $2, $3, 1, $4) RETURNING nummer
