UPDATE token SET forra_hash = hash, forra_till = $3, hash = $2 WHERE id = $1 AND aterkallad IS NULL
