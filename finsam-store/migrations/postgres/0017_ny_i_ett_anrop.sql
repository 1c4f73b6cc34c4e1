-- phase: expand

-- A participation that is thought to be new, as all of its unit of work: locked, written, told of and linked to the access
-- log, in one statement that is committed with it. Gives the hash of its link; NULL, and nothing is written, if it is not
-- new: something stands under its key, its person takes part in the insats already, or the system, the insats and its
-- förbund are not as the caller knew them.
--
-- Each statement in it sees what was committed before it began, as it must after a lock: so the transaction has to be READ
-- COMMITTED. What it leaves is what handelse/skriv.postgres.sql leaves of one event with one line.
CREATE FUNCTION finsam_ny(
    -- The room of the part, shared, and in it the locks of the key and of the person.
    p_rum_klass integer, p_rum integer, p_las_nyckel bigint, p_las_person bigint,
    -- The part and its system, as small numbers and as they are called.
    p_part bigint, p_kod text, p_kalla bigint, p_kallsystem text,
    p_nyckel text, p_insats bytea, p_insats_version bigint, p_forbund_version bigint,
    p_id bytea, p_start integer, p_slut integer, p_alder integer, p_sok bytea, p_identitet bytea, p_post text, p_idag integer,
    -- Who acts.
    p_tid bigint, p_vem text, p_roll text, p_handling text, p_anrop text, p_varfor text, p_varifran text,
    -- The lock under which events get their numbers, and what kind of event it is.
    p_flode_klass integer, p_flode integer, p_typ bigint, p_resurs bigint,
    -- The link: its segment and number, the hash before it, and the digest of what stands in it.
    p_segment bigint, p_led bigint, p_forra bytea, p_innehall bytea
) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
    v_nummer bigint;
    v_arende bigint;
    v_handelse bigint;
    v_rad bigint;
    v_hash bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING MESSAGE = 'finsam_ny takes a transaction that is read committed', ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(p_rum_klass, p_rum), pg_advisory_xact_lock(p_las_nyckel), pg_advisory_xact_lock(p_las_person);
    INSERT INTO deltagande (id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post, andrad)
    SELECT p_id, k.nummer, p_nyckel, 1, p.nummer, i.nummer, p_start, p_slut, p_alder, p_sok, p_identitet, p_post, p_idag
    FROM kalla k
    JOIN part p ON p.nummer = k.part
    CROSS JOIN insats i
    JOIN forbund f ON f.nummer = i.forbund
    WHERE k.nummer = p_kalla AND k.kallsystem = p_kallsystem AND p.nummer = p_part AND p.kod = p_kod
        AND i.id = p_insats AND i.version = p_insats_version AND f.version = p_forbund_version
        AND NOT EXISTS (SELECT FROM deltagande d WHERE d.kalla = p_kalla AND d.nyckel = p_nyckel)
        AND NOT EXISTS (SELECT FROM deltagande o WHERE o.insats = i.nummer AND o.part = p.nummer AND o.sok = p_sok)
    RETURNING nummer INTO v_nummer;
    IF v_nummer IS NULL THEN
        RETURN NULL;
    END IF;
    -- Held until the commit can be seen, so that nobody sees a later number before an earlier one.
    PERFORM pg_advisory_xact_lock(p_flode_klass, p_flode);
    INSERT INTO arende (tid, vem, roll, handling, anrop, varfor, varifran)
    VALUES (p_tid, p_vem, p_roll, p_handling, p_anrop, p_varfor, p_varifran)
    RETURNING nummer INTO v_arende;
    INSERT INTO handelse (arende, typ, resurs, rad, version, id)
    VALUES (v_arende, p_typ, p_resurs, v_nummer, 1, p_id)
    RETURNING nummer INTO v_handelse;
    INSERT INTO handelsespann (part, till, fran) VALUES (p_part, v_handelse, v_handelse);
    INSERT INTO atkomst (arende, resurs, id) VALUES (v_arende, p_resurs, p_id) RETURNING nummer INTO v_rad;
    v_hash := sha256(p_forra || int8send(p_segment) || int8send(p_led) || int8send(v_arende) || p_innehall || int8send(v_rad));
    INSERT INTO loggled (segment, nummer, arende, fran, till, antal, hash)
    VALUES (p_segment, p_led, v_arende, v_rad, v_rad, 1, v_hash);
    RETURN v_hash;
END
$$;
