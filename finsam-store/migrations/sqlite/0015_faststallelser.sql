-- phase: expand

-- A year of statistics as it was frozen, sealed: all that is counted of it and nothing that says who anybody is. What is
-- kept of one that is being frozen (status pagar) is the state of the whole register, until it is known what is hidden;
-- then of the year alone, with its SHA-256. A revised one is another utgåva; none is ever changed after that.
CREATE TABLE faststallelse (
    nummer       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    ar           INTEGER NOT NULL,
    utgava       INTEGER NOT NULL,
    dataversion  INTEGER NOT NULL,
    regelversion TEXT NOT NULL,
    troskel      INTEGER NOT NULL,
    status       TEXT NOT NULL,
    tid          INTEGER NOT NULL,
    vem          TEXT NOT NULL,
    anmarkning   TEXT,
    digest       BLOB,
    innehall     BLOB NOT NULL,
    UNIQUE (ar, utgava),
    UNIQUE (ar, dataversion)
) STRICT;

-- What is sealed says in its first byte with which key.
CREATE TRIGGER faststallelse_forseglad BEFORE INSERT ON faststallelse
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.innehall, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER faststallelse_forseglad_om BEFORE UPDATE OF innehall ON faststallelse
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.innehall, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;

-- The access log names it.
DROP VIEW atkomstlogg;
CREATE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' WHEN 7 THEN 'webhook' WHEN 8 THEN 'kontrollsumma'
           WHEN 9 THEN 'atkomstlogg' WHEN 10 THEN 'sokning' WHEN 11 THEN 'faststallelse'
           WHEN 21 THEN 'styrelse' WHEN 22 THEN 'revision' WHEN 23 THEN 'budget' WHEN 24 THEN 'utfall'
           WHEN 25 THEN 'tilldelning' END AS resurs,
       l.id, l.antal, a.varfor, a.varifran, k.segment, k.nummer AS led
FROM atkomst l JOIN arende a ON a.nummer = l.arende LEFT JOIN loggled k ON k.arende = l.arende;
