-- The insats that a participation left by the event, when it was moved or deleted: whoever saw it there is to learn of
-- it. Where it stood after an event is what the next such event says, or else the participation itself. Of events before
-- this migration it is not known.
ALTER TABLE handelse ADD COLUMN insats_fore INTEGER REFERENCES insats (nummer);
CREATE INDEX handelse_insats_fore ON handelse (rad, nummer) WHERE insats_fore IS NOT NULL;

-- Which stretches of the change feed hold events about the participations of a part; 0 is what belongs to no part:
-- förbund, insatser and counts. One row for a whole batch, so that a part's events are found among everybody's without
-- an index of all events. A stretch may hold events of others too.
CREATE TABLE handelsespann (
    part INTEGER NOT NULL,
    till INTEGER NOT NULL,
    fran INTEGER NOT NULL,
    PRIMARY KEY (part, till)
) STRICT, WITHOUT ROWID;
CREATE INDEX handelsespann_till ON handelsespann (till, part);
INSERT INTO handelsespann (part, till, fran)
SELECT COALESCE(d.part, 0), max(h.nummer), min(h.nummer)
FROM handelse h LEFT JOIN deltagande d ON h.resurs = 3 AND d.nummer = h.rad
GROUP BY COALESCE(d.part, 0), h.arende;

-- The change feed itself: up to which event it has been pruned, and what its markers are sealed with.
CREATE TABLE flode (
    nummer       INTEGER PRIMARY KEY CHECK (nummer = 1),
    gallrad_till INTEGER NOT NULL,
    hemlighet    BLOB
) STRICT;
INSERT INTO flode (nummer, gallrad_till) SELECT 1, COALESCE(min(nummer) - 1, 0) FROM handelse;

-- roll, hyresgast and forbund are those of the key that set it up: they say what it may see. hemlighet and forra (the
-- one before, good until forra_till) are sealed. levererad: up to this event the receiver knows. sedd: up to this event
-- nothing is to be sent any more. meddelande is the call under way, fran when it began to fail, nasta when it is tried
-- again. Whoever sends has it on loan (lan_av) until lan_till.
CREATE TABLE webhook (
    nummer     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    roll       TEXT NOT NULL,
    hyresgast  TEXT NOT NULL,
    forbund    BLOB,
    url        TEXT NOT NULL,
    aktiv      INTEGER NOT NULL,
    skapad     INTEGER NOT NULL,
    hemlighet  BLOB NOT NULL,
    forra      BLOB,
    forra_till INTEGER,
    levererad  INTEGER NOT NULL,
    sedd       INTEGER NOT NULL,
    meddelande BLOB,
    forsok     INTEGER NOT NULL,
    fran       INTEGER,
    nasta      INTEGER,
    uppgiven   INTEGER NOT NULL,
    fel        TEXT,
    status     INTEGER,
    senast     INTEGER,
    lan_av     BLOB,
    lan_till   INTEGER
) STRICT;
CREATE INDEX webhook_hyresgast ON webhook (hyresgast);

DROP VIEW atkomstlogg;
CREATE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' WHEN 7 THEN 'webhook' END AS resurs,
       l.id, l.antal
FROM atkomst l JOIN arende a ON a.nummer = l.arende;
