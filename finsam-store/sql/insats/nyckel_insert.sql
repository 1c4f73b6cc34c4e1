INSERT INTO insatsnyckel (part, kallsystem, nyckel, insats) VALUES ($1, $2, $3, $4)
