-- Two roles for the register in PostgreSQL: one that owns and migrates it, one that the servers run as.
--
-- Run by a superuser in the database of the register, before the first `finsam migrate`:
--
--     createdb finsam
--     psql --dbname finsam --file deploy/postgres-roller.sql
--     psql --dbname finsam --command '\password finsam_agare' --command '\password finsam_app'
--
-- It may be run again, and should be after each `finsam migrate`: the last part takes back what the servers do not need
-- of tables that stand. What is new in between they get by the default privileges.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'finsam_agare') THEN
        CREATE ROLE finsam_agare LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'finsam_app') THEN
        CREATE ROLE finsam_app LOGIN;
    END IF;
    -- Nobody else comes in, and nobody but the owner makes anything.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO finsam_agare, finsam_app', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO finsam_agare;
GRANT USAGE ON SCHEMA public TO finsam_app;

-- What the owner makes from now on.
ALTER DEFAULT PRIVILEGES FOR ROLE finsam_agare IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO finsam_app;
ALTER DEFAULT PRIVILEGES FOR ROLE finsam_agare IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO finsam_app;

-- What is there, less what only the owner may change, what is only added to, and what is never deleted.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO finsam_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO finsam_app;
DO $$
DECLARE
    tabell text;
BEGIN
    FOREACH tabell IN ARRAY ARRAY['migrering', 'kompatibilitet', 'flytt', 'borttagennyckel'] LOOP
        IF to_regclass('public.' || tabell) IS NOT NULL THEN
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON public.%I FROM finsam_app', tabell);
        END IF;
    END LOOP;
    FOREACH tabell IN ARRAY ARRAY['arende', 'atkomst', 'loggstart', 'loggsegment', 'loggled', 'logghuvud', 'nyckelkontroll', 'registernyckel'] LOOP
        IF to_regclass('public.' || tabell) IS NOT NULL THEN
            EXECUTE format('REVOKE UPDATE, DELETE ON public.%I FROM finsam_app', tabell);
        END IF;
    END LOOP;
    FOREACH tabell IN ARRAY ARRAY['forbund', 'insats', 'part', 'kalla', 'deltagande', 'gallringsstopp', 'faststallelse'] LOOP
        IF to_regclass('public.' || tabell) IS NOT NULL THEN
            EXECUTE format('REVOKE DELETE ON public.%I FROM finsam_app', tabell);
        END IF;
    END LOOP;
END
$$;
