SELECT nummer, hemlighet, forra, forra_till FROM webhook WHERE id = $1
