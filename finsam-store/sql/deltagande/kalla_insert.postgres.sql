-- $1 kod of the part, $2 systems, each once.
INSERT INTO kalla (part, kallsystem)
SELECT p.nummer, u.kallsystem FROM part p CROSS JOIN unnest($2::text[]) AS u (kallsystem)
WHERE p.kod = $1
ORDER BY u.kallsystem
ON CONFLICT (part, kallsystem) DO NOTHING
