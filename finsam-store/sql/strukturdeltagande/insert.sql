INSERT INTO strukturdeltagande (insats, fran, version, uppgift) VALUES ($1, $2, 1, $3) RETURNING nummer
