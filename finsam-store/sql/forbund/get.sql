SELECT nummer, id, version, ersatt_av, uppgift FROM forbund WHERE id = $1
