INSERT INTO nyckelkontroll (nummer, varde) VALUES (1, $1)
