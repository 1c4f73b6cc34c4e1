-- phase: expand

-- The newest state of the statistics of which it is known what must be hidden below a threshold, sealed: all that is counted,
-- and which numbers are hidden. It is worked out of the register, and can be again, so it may go at any time.
CREATE TABLE skyddstillstand (
    troskel      bigint PRIMARY KEY,
    dataversion  bigint NOT NULL,
    regelversion text NOT NULL,
    tid          bigint NOT NULL,
    innehall     bytea NOT NULL
);

-- What is sealed says in its first byte with which key.
CREATE TRIGGER skyddstillstand_forseglat AFTER INSERT OR UPDATE OF innehall ON skyddstillstand
FOR EACH ROW EXECUTE FUNCTION finsam_tillstand_forseglat();
