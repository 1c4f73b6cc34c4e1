-- A register that was migrated without a key does not know yet what persons are found with.
INSERT INTO registernyckel (nummer, kontroll) VALUES (0, $1)
ON CONFLICT (nummer) DO UPDATE SET kontroll = excluded.kontroll
