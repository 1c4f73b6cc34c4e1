INSERT INTO part (kod) VALUES ($1) RETURNING nummer
