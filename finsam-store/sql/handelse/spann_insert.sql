INSERT INTO handelsespann (part, till, fran) VALUES ($1, $2, $3)
