DELETE FROM registernyckel WHERE nummer = $1
