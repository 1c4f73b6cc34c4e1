INSERT INTO deltagande (id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post, andrad)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)
