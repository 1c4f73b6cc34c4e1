INSERT INTO import (id, part, status, installning, antal, lasta, skrivna, orsak, skapad, andrad, vem, version, agare, lan_till,
    nyckel)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
