INSERT INTO migrering (nummer, namn, summa) VALUES ($1, $2, $3)
