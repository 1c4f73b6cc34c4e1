SELECT fran FROM kompatibilitet WHERE nummer = 1
