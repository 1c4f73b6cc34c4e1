SELECT nummer, namn, summa FROM migrering ORDER BY nummer
