SELECT nummer, id, hash, namn, roll, part, forbund, insatser, skapad,
       CASE WHEN hash = $1 OR giltig_till < forra_till THEN giltig_till ELSE forra_till END AS giltig_till
FROM token WHERE (hash = $1 OR forra_hash = $1) AND aterkallad IS NULL
