SELECT nummer, id, version, ersatt_av, uppgift FROM forbund ORDER BY nummer
