-- What $1 said, and what nobody has said since $2.
DELETE FROM nyckelinnehav WHERE id = $1 OR tid < $2
