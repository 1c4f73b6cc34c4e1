-- Connections of other programs of this kind.
SELECT count(*)
FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name ~ '^finsam/[0-9]{1,9}$'
