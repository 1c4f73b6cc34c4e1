SELECT nummer, kontroll FROM registernyckel ORDER BY nummer
