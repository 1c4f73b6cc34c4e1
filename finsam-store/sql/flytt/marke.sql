SELECT nummer, kalla FROM flytt WHERE nummer = 1
