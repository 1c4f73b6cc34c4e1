SELECT nummer, innehall FROM faststallelse WHERE id = $1
