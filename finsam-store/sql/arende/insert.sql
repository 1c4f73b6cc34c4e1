INSERT INTO arende (tid, vem, roll, handling, anrop) VALUES ($1, $2, $3, $4, $5) RETURNING nummer
