INSERT INTO insats (id, version, forbund, inriktning, typ, start, slut, uppgift)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7)
RETURNING nummer
