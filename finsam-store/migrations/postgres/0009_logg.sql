-- phase: expand
-- locks: arende, atkomst
-- rewrites: atkomst

-- Why something was done, where the caller has to say it, and from where.
ALTER TABLE arende ADD COLUMN varfor text;
ALTER TABLE arende ADD COLUMN varifran text;

-- Up to where the access log was written before it was chained.
CREATE TABLE loggstart (
    nummer       bigint PRIMARY KEY CHECK (nummer = 1),
    arende_till  bigint NOT NULL,
    atkomst_till bigint NOT NULL
);
INSERT INTO loggstart (nummer, arende_till, atkomst_till)
SELECT 1, (SELECT COALESCE(max(nummer), 0) FROM arende), (SELECT COALESCE(max(nummer), 0) FROM atkomst);

-- A chain of units of work that one writer makes. forra, forra_led and forra_hash are the segment before it and how far
-- that one had come; hash is what the first link goes on from.
CREATE TABLE loggsegment (
    nummer     bigint PRIMARY KEY,
    tid        bigint NOT NULL,
    anrop      text NOT NULL,
    forra      bigint NOT NULL,
    forra_led  bigint NOT NULL,
    forra_hash bytea NOT NULL,
    hash       bytea NOT NULL
);

-- A link: one unit of work, the numbers of its first and last line and how many they are. Its segment stays.
CREATE TABLE loggled (
    segment bigint NOT NULL,
    nummer  bigint NOT NULL,
    arende  bigint NOT NULL UNIQUE,
    fran    bigint NOT NULL,
    till    bigint NOT NULL,
    antal   bigint NOT NULL,
    hash    bytea NOT NULL,
    PRIMARY KEY (segment, nummer)
);

-- How far a segment has been pruned: the last link that went, and its hash, by which decision and signed.
CREATE TABLE logghuvud (
    segment  bigint NOT NULL,
    nummer   bigint NOT NULL,
    hash     bytea NOT NULL,
    tid      bigint NOT NULL,
    beslut   text NOT NULL,
    signatur bytea NOT NULL,
    PRIMARY KEY (segment, nummer)
);

CREATE INDEX IF NOT EXISTS atkomst_id ON atkomst (id) WHERE id IS NOT NULL;

-- Only what a head stands for is removed: lines and what they name first, and then the links.
CREATE FUNCTION finsam_gallrad() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vilket bigint := to_jsonb(OLD)->>CASE TG_TABLE_NAME WHEN 'arende' THEN 'nummer' ELSE 'arende' END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM loggled l JOIN logghuvud h ON h.segment = l.segment AND h.nummer >= l.nummer
                   WHERE l.arende = vilket) THEN
        RAISE EXCEPTION USING MESSAGE = 'the access log is append-only', ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END
$$;
DROP TRIGGER arende_andras_inte ON arende;
CREATE TRIGGER arende_andras_inte BEFORE UPDATE OR TRUNCATE ON arende
FOR EACH STATEMENT EXECUTE FUNCTION finsam_stannar('the access log is append-only');
DROP TRIGGER atkomst_andras_inte ON atkomst;
CREATE TRIGGER atkomst_andras_inte BEFORE UPDATE OR TRUNCATE ON atkomst
FOR EACH STATEMENT EXECUTE FUNCTION finsam_stannar('the access log is append-only');
CREATE TRIGGER loggled_andras_inte BEFORE UPDATE OR TRUNCATE ON loggled
FOR EACH STATEMENT EXECUTE FUNCTION finsam_stannar('the access log is append-only');
CREATE TRIGGER arende_raderas_inte BEFORE DELETE ON arende
FOR EACH ROW EXECUTE FUNCTION finsam_gallrad();
CREATE TRIGGER atkomst_raderas_inte BEFORE DELETE ON atkomst
FOR EACH ROW EXECUTE FUNCTION finsam_gallrad();
CREATE TRIGGER loggled_raderas_inte BEFORE DELETE ON loggled
FOR EACH ROW EXECUTE FUNCTION finsam_gallrad();
CREATE TRIGGER loggsegment_andras_inte BEFORE UPDATE OR DELETE OR TRUNCATE ON loggsegment
FOR EACH STATEMENT EXECUTE FUNCTION finsam_stannar('the access log is append-only');
CREATE TRIGGER logghuvud_andras_inte BEFORE UPDATE OR DELETE OR TRUNCATE ON logghuvud
FOR EACH STATEMENT EXECUTE FUNCTION finsam_stannar('the access log is append-only');

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
