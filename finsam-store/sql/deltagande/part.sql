SELECT nummer FROM part WHERE kod = $1
