UPDATE webhook SET hemlighet = $2, forra = $3 WHERE nummer = $1
