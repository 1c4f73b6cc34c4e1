-- phase: expand
-- locks: token

-- A key that has been replaced holds until forra_till. senast_anvand is a day: the first moment of it. A key that is
-- withdrawn ceases to hold at the same time, so that a program that does not know this step refuses it too.
ALTER TABLE token ADD COLUMN forra_hash bytea;
ALTER TABLE token ADD COLUMN forra_till bigint;
ALTER TABLE token ADD COLUMN aterkallad bigint;
ALTER TABLE token ADD COLUMN senast_anvand bigint;
CREATE UNIQUE INDEX token_forra ON token (forra_hash);
