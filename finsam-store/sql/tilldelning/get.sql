SELECT nummer, id, ar, version, uppgift FROM tilldelning WHERE ar = $1
