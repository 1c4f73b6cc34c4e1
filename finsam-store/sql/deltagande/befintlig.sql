SELECT nummer, id, version, slut, sok, post, insats, aterkallat FROM deltagande WHERE kalla = $1 AND nyckel = $2
