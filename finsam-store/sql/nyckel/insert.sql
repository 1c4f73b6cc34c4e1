INSERT INTO nyckelkontroll (nummer, varde) VALUES (1, $1) ON CONFLICT (nummer) DO NOTHING
