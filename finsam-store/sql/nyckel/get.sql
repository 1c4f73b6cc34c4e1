SELECT nummer, varde FROM nyckelkontroll WHERE nummer = 1
