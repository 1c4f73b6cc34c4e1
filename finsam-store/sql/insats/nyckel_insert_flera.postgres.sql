-- $1 part, $2 kallsystem, $3 nyckel, $4 insats.
INSERT INTO insatsnyckel (part, kallsystem, nyckel, insats)
SELECT u.part, u.kallsystem, u.nyckel, $4::bigint
FROM unnest($1::text[], $2::text[], $3::text[]) AS u (part, kallsystem, nyckel)
ON CONFLICT (part, kallsystem, nyckel) DO NOTHING
