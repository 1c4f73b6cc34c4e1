-- phase: expand

-- The oldest program that may use the register, by the newest migration that it knows. A step that takes something away
-- raises it first.
CREATE TABLE kompatibilitet (
    nummer INTEGER PRIMARY KEY CHECK (nummer = 1),
    fran   INTEGER NOT NULL
) STRICT;
INSERT INTO kompatibilitet (nummer, fran) VALUES (1, 3);

-- Stands while a register is being moved here, and tells which: until it is gone nothing is served from this database.
CREATE TABLE flytt (
    nummer INTEGER PRIMARY KEY CHECK (nummer = 1),
    kalla  BLOB NOT NULL
) STRICT;
