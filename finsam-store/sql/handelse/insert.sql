INSERT INTO handelse (arende, typ, resurs, rad, version, id, insats_fore) VALUES ($1, $2, $3, $4, $5, $6, $7)
