-- phase: expand

-- What may not be pruned, by its identity: an insats with all that is in it (resurs 2), or a participation (3), both as in the
-- view handelser. It holds until it has been lifted.
CREATE TABLE gallringsstopp (
    nummer    INTEGER PRIMARY KEY,
    resurs    INTEGER NOT NULL,
    id        BLOB NOT NULL,
    anledning TEXT NOT NULL,
    vem       TEXT NOT NULL,
    tid       INTEGER NOT NULL,
    havd      INTEGER,
    havd_av   TEXT
) STRICT;
CREATE UNIQUE INDEX gallringsstopp_id ON gallringsstopp (id) WHERE havd IS NULL;
