UPDATE gallringsstopp SET havd = $2, havd_av = $3 WHERE id = $1 AND havd IS NULL
