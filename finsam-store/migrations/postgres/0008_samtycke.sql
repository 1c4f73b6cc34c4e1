-- phase: expand
-- locks: deltagande, importpost

-- The day on which the consent to what stood under the key was withdrawn, also when it has been deleted since. A program
-- that does not know this step does not ask for it: no such program may go on once consent is withdrawn by this one.
ALTER TABLE deltagande ADD COLUMN aterkallat integer;

-- What a person is found by among the records that imports keep.
ALTER TABLE importpost ADD COLUMN sok bytea;
CREATE INDEX importpost_sok ON importpost (sok) WHERE sok IS NOT NULL;

-- A person's participations that another part may see.
CREATE INDEX deltagande_delad ON deltagande (sok) WHERE position('"sekretess"' IN post) > 0;
