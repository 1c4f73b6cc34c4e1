INSERT INTO gallringsstopp (resurs, id, anledning, vem, tid) VALUES ($1, $2, $3, $4, $5)
