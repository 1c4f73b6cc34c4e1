INSERT INTO arende (tid, vem, roll, handling, anrop, varfor, varifran) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING nummer
