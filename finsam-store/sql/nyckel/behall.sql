DELETE FROM borttagennyckel WHERE nummer = $1
