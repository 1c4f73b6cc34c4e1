SELECT nummer FROM gallringsstopp WHERE id = $1 AND havd IS NULL
