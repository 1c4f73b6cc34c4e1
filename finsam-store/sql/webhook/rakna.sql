SELECT count(*) FROM webhook WHERE hyresgast = $1 AND ($2 IS NULL OR forbund = $2)
