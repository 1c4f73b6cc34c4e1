INSERT INTO kalla (part, kallsystem) VALUES ($1, $2) RETURNING nummer
