SELECT nummer, id, hash, namn, roll, part, forbund, insatser, skapad, giltig_till FROM token
WHERE id = $1 AND aterkallad IS NULL
