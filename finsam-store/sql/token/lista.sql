SELECT nummer, id, hash, namn, roll, part, forbund, insatser, skapad, giltig_till, forra_till, aterkallad, senast_anvand
FROM token ORDER BY nummer
