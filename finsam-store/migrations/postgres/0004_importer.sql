-- phase: expand
-- locks: import, token
-- rewrites: import, token

-- version counts the changes of an import. agare is the server process that has its body on disk; lan_till is until when
-- that one has said it is there. An import without them is of a program before this migration.
ALTER TABLE import ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE import ADD COLUMN agare bytea;
ALTER TABLE import ADD COLUMN lan_till bigint;
CREATE INDEX import_ko ON import (part, nummer) WHERE status IN ('koad', 'validerar', 'verkstaller');
CREATE INDEX import_andrad ON import (andrad);

-- Records, each sealed: those that were refused, as they came, and those of a plan until it has been carried out. Row 0
-- is what has to stand before refused records when they are sent again: the header of a CSV.
CREATE TABLE importpost (
    import bigint NOT NULL REFERENCES import (nummer),
    rad    bigint NOT NULL,
    post   bytea NOT NULL,
    PRIMARY KEY (import, rad)
);

-- An import that goes on after a restart asks for the key that it came with.
CREATE UNIQUE INDEX token_id ON token (id);
