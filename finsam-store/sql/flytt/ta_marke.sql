DELETE FROM flytt WHERE nummer = 1
