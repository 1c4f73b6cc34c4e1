-- phase: expand
-- locks: token

-- A key that has been replaced holds until forra_till. senast_anvand is a day: the first moment of it. A key that is
-- withdrawn ceases to hold at the same time, so that a program that does not know this step refuses it too.
ALTER TABLE token ADD COLUMN forra_hash BLOB;
ALTER TABLE token ADD COLUMN forra_till INTEGER;
ALTER TABLE token ADD COLUMN aterkallad INTEGER;
ALTER TABLE token ADD COLUMN senast_anvand INTEGER;
CREATE UNIQUE INDEX token_forra ON token (forra_hash);
