DELETE FROM nyckelkontroll WHERE nummer = 1
