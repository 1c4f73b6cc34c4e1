-- The places in the change feed that have been given out are not known any more. docs/DRIFT.md has this statement too.
UPDATE flode SET hemlighet = NULL WHERE nummer = 1
