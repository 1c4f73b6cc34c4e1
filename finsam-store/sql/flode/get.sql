SELECT nummer, gallrad_till, hemlighet FROM flode WHERE nummer = 1
