SELECT nummer, resurs, id, anledning, vem, tid, havd, havd_av FROM gallringsstopp ORDER BY nummer
