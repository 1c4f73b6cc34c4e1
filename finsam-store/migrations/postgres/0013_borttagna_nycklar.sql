-- phase: expand
-- locks: webhook, import, registernyckel

-- Keys that have been taken away, by their numbers: from then on nothing is sealed with one, by whatever program, and none
-- brings it back.
CREATE TABLE borttagennyckel (
    nummer bigint PRIMARY KEY CHECK (nummer BETWEEN 1 AND 255)
);

-- The key that the body of an import is sealed with on the disk of a server. A program that does not know this step does not
-- tell.
ALTER TABLE import ADD COLUMN nyckel bigint;

-- What is sealed says in its first byte with which key.
CREATE FUNCTION finsam_forseglad() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    nyckel bigint;
    forra  bigint;
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'deltagande' THEN nyckel := get_byte(NEW.identitet, 0);
        WHEN 'importpost' THEN nyckel := get_byte(NEW.post, 0);
        WHEN 'webhook' THEN
            nyckel := get_byte(NEW.hemlighet, 0);
            forra := get_byte(NEW.forra, 0);
        WHEN 'import' THEN nyckel := NEW.nyckel;
        ELSE nyckel := NEW.nummer;
    END CASE;
    IF EXISTS (SELECT 1 FROM borttagennyckel b WHERE b.nummer IN (nyckel, forra)) THEN
        RAISE EXCEPTION USING MESSAGE = 'the key has been removed', ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER webhook_forseglad AFTER INSERT OR UPDATE OF hemlighet, forra ON webhook
FOR EACH ROW EXECUTE FUNCTION finsam_forseglad();
CREATE TRIGGER import_forseglad AFTER INSERT ON import
FOR EACH ROW WHEN (NEW.nyckel IS NOT NULL) EXECUTE FUNCTION finsam_forseglad();
-- What is there already is not inserted again, and not asked about.
CREATE TRIGGER registernyckel_borttagen AFTER INSERT ON registernyckel
FOR EACH ROW EXECUTE FUNCTION finsam_forseglad();

-- Of what there are many rows it is asked only once a key has been taken away, and only of what is sealed with that one.
CREATE FUNCTION finsam_borttagen() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    vad record;
BEGIN
    FOR vad IN VALUES ('deltagande', 'identitet'), ('importpost', 'post') LOOP
        IF NOT EXISTS (SELECT FROM pg_trigger
                       WHERE tgrelid = vad.column1::regclass AND tgname = vad.column1 || '_utan_nyckel_' || NEW.nummer) THEN
            EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OF %I ON %I FOR EACH ROW '
                           'WHEN (get_byte(NEW.%I, 0) = %s) EXECUTE FUNCTION finsam_forseglad()',
                           vad.column1 || '_utan_nyckel_' || NEW.nummer, vad.column2, vad.column1, vad.column2, NEW.nummer);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER borttagennyckel_stanger AFTER INSERT ON borttagennyckel
FOR EACH ROW EXECUTE FUNCTION finsam_borttagen();
