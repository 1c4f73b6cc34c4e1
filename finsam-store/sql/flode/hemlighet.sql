UPDATE flode SET hemlighet = $1 WHERE nummer = 1 AND hemlighet IS NULL
