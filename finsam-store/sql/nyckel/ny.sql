INSERT INTO registernyckel (nummer, kontroll) VALUES ($1, $2) ON CONFLICT (nummer) DO NOTHING
