INSERT INTO handelse (arende, typ, resurs, rad, version, id) VALUES ($1, $2, $3, $4, $5, $6)
