-- phase: expand
-- locks: arende, atkomst
-- rewrites: atkomst

-- Why something was done, where the caller has to say it, and from where.
ALTER TABLE arende ADD COLUMN varfor TEXT;
ALTER TABLE arende ADD COLUMN varifran TEXT;

-- Up to where the access log was written before it was chained.
CREATE TABLE loggstart (
    nummer       INTEGER PRIMARY KEY CHECK (nummer = 1),
    arende_till  INTEGER NOT NULL,
    atkomst_till INTEGER NOT NULL
) STRICT;
INSERT INTO loggstart (nummer, arende_till, atkomst_till)
SELECT 1, (SELECT COALESCE(max(nummer), 0) FROM arende), (SELECT COALESCE(max(nummer), 0) FROM atkomst);

-- A chain of units of work that one writer makes. forra, forra_led and forra_hash are the segment before it and how far
-- that one had come; hash is what the first link goes on from.
CREATE TABLE loggsegment (
    nummer     INTEGER PRIMARY KEY,
    tid        INTEGER NOT NULL,
    anrop      TEXT NOT NULL,
    forra      INTEGER NOT NULL,
    forra_led  INTEGER NOT NULL,
    forra_hash BLOB NOT NULL,
    hash       BLOB NOT NULL
) STRICT;

-- A link: one unit of work, the numbers of its first and last line and how many they are.
CREATE TABLE loggled (
    segment INTEGER NOT NULL REFERENCES loggsegment (nummer),
    nummer  INTEGER NOT NULL,
    arende  INTEGER NOT NULL UNIQUE,
    fran    INTEGER NOT NULL,
    till    INTEGER NOT NULL,
    antal   INTEGER NOT NULL,
    hash    BLOB NOT NULL,
    PRIMARY KEY (segment, nummer)
) STRICT, WITHOUT ROWID;

-- How far a segment has been pruned: the last link that went, and its hash, by which decision and signed.
CREATE TABLE logghuvud (
    segment  INTEGER NOT NULL,
    nummer   INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    tid      INTEGER NOT NULL,
    beslut   TEXT NOT NULL,
    signatur BLOB NOT NULL,
    PRIMARY KEY (segment, nummer)
) STRICT, WITHOUT ROWID;

CREATE INDEX atkomst_id ON atkomst (id) WHERE id IS NOT NULL;

-- Only what a head stands for is removed: lines and what they name first, and then the links.
DROP TRIGGER atkomst_raderas_inte;
CREATE TRIGGER atkomst_raderas_inte BEFORE DELETE ON atkomst
WHEN NOT EXISTS (SELECT 1 FROM loggled l JOIN logghuvud h ON h.segment = l.segment AND h.nummer >= l.nummer
                 WHERE l.arende = OLD.arende)
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
DROP TRIGGER arende_raderas_inte;
CREATE TRIGGER arende_raderas_inte BEFORE DELETE ON arende
WHEN NOT EXISTS (SELECT 1 FROM loggled l JOIN logghuvud h ON h.segment = l.segment AND h.nummer >= l.nummer
                 WHERE l.arende = OLD.nummer)
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER loggled_raderas_inte BEFORE DELETE ON loggled
WHEN NOT EXISTS (SELECT 1 FROM logghuvud h WHERE h.segment = OLD.segment AND h.nummer >= OLD.nummer)
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER loggled_andras_inte BEFORE UPDATE ON loggled
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER loggsegment_andras_inte BEFORE UPDATE ON loggsegment
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER logghuvud_andras_inte BEFORE UPDATE ON logghuvud
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER loggsegment_raderas_inte BEFORE DELETE ON loggsegment
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER logghuvud_raderas_inte BEFORE DELETE ON logghuvud
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;

DROP VIEW atkomstlogg;
CREATE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' WHEN 7 THEN 'webhook' WHEN 8 THEN 'kontrollsumma'
           WHEN 9 THEN 'atkomstlogg' WHEN 10 THEN 'sokning'
           WHEN 21 THEN 'styrelse' WHEN 22 THEN 'revision' WHEN 23 THEN 'budget' WHEN 24 THEN 'utfall'
           WHEN 25 THEN 'tilldelning' END AS resurs,
       l.id, l.antal, a.varfor, a.varifran, k.segment, k.nummer AS led
FROM atkomst l JOIN arende a ON a.nummer = l.arende LEFT JOIN loggled k ON k.arende = l.arende;
