INSERT INTO forbundsakt (forbund, slag, ar, version, uppgift) VALUES ($1, $2, $3, 1, $4) RETURNING nummer
