-- phase: expand

-- Which keys each server holds, a byte for the number of each, and when it last said so: a key is not to seal before all know
-- it. It is of the servers that use this database, not of the register.
CREATE TABLE nyckelinnehav (
    id      BLOB PRIMARY KEY,
    nycklar BLOB NOT NULL,
    tid     INTEGER NOT NULL
) STRICT;
