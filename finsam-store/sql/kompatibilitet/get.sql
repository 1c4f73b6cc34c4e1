SELECT nummer, fran FROM kompatibilitet WHERE nummer = 1
