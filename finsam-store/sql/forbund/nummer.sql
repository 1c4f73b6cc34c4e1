SELECT nummer FROM forbund WHERE id = $1
