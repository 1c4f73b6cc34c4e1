-- phase: expand

-- The newest state of the statistics of which it is known what must be hidden below a threshold, sealed: all that is counted,
-- and which numbers are hidden. It is worked out of the register, and can be again, so it may go at any time.
CREATE TABLE skyddstillstand (
    troskel      INTEGER PRIMARY KEY,
    dataversion  INTEGER NOT NULL,
    regelversion TEXT NOT NULL,
    tid          INTEGER NOT NULL,
    innehall     BLOB NOT NULL
) STRICT;

-- What is sealed says in its first byte with which key.
CREATE TRIGGER skyddstillstand_forseglat BEFORE INSERT ON skyddstillstand
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.innehall, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER skyddstillstand_forseglat_om BEFORE UPDATE OF innehall ON skyddstillstand
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.innehall, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
