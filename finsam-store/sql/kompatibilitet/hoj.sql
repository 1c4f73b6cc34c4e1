UPDATE kompatibilitet SET fran = $1 WHERE nummer = 1 AND fran < $1
