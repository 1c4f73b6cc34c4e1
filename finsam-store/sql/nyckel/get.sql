SELECT varde FROM nyckelkontroll WHERE nummer = 1
