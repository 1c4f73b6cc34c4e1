INSERT INTO forbund (id, version, ersatt_av, uppgift) VALUES ($1, 1, '[]', $2) RETURNING nummer
