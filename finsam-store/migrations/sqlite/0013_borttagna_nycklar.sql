-- phase: expand
-- locks: importpost, webhook, import, registernyckel

-- Keys that have been taken away, by their numbers: from then on nothing is sealed with one, by whatever program, and none
-- brings it back.
CREATE TABLE borttagennyckel (
    nummer INTEGER PRIMARY KEY CHECK (nummer BETWEEN 1 AND 255)
) STRICT;

-- The key that the body of an import is sealed with on the disk of a server. A program that does not know this step does not
-- tell.
ALTER TABLE import ADD COLUMN nyckel INTEGER;

-- What is sealed says in its first byte with which key. Of participations it is the program that looks, once for many: a
-- trigger costs each row a fifth of what writing it does.
CREATE TRIGGER importpost_forseglad BEFORE INSERT ON importpost
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.post, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER importpost_forseglad_om BEFORE UPDATE OF post ON importpost
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) = hex(substr(NEW.post, 1, 1)))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER webhook_forseglad BEFORE INSERT ON webhook
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) IN (hex(substr(NEW.hemlighet, 1, 1)), hex(substr(NEW.forra, 1, 1))))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER webhook_forseglad_om BEFORE UPDATE OF hemlighet, forra ON webhook
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE printf('%02X', b.nummer) IN (hex(substr(NEW.hemlighet, 1, 1)), hex(substr(NEW.forra, 1, 1))))
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
CREATE TRIGGER import_forseglad BEFORE INSERT ON import
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE b.nummer = NEW.nyckel)
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
-- What is there already is not inserted again, and not asked about.
CREATE TRIGGER registernyckel_borttagen AFTER INSERT ON registernyckel
WHEN EXISTS (SELECT 1 FROM borttagennyckel b WHERE b.nummer = NEW.nummer)
BEGIN
    SELECT RAISE(ABORT, 'the key has been removed');
END;
