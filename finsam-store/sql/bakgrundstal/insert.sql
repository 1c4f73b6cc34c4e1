INSERT INTO bakgrundstal (id, ar, version, uppgift) VALUES ($1, $2, 1, $3) RETURNING nummer
