-- Connections of other programs that say in their name which is the newest migration that they know, older than $1.
SELECT count(*)
FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND CASE WHEN application_name ~ '^finsam/[0-9]{1,9}$' THEN substr(application_name, 8)::bigint < $1::bigint END
