INSERT INTO token (id, hash, namn, roll, part, forbund, insatser, skapad, giltig_till)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
