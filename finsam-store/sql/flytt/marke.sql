SELECT kalla FROM flytt WHERE nummer = 1
