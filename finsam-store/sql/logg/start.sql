SELECT nummer, arende_till, atkomst_till FROM loggstart
