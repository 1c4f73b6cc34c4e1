-- What somebody else writes is passed over: nobody waits for it, and nobody for this.
SELECT nummer, id, innehall FROM faststallelse
WHERE nummer > $1 AND substr(innehall, 1, 1) <> $2
ORDER BY nummer LIMIT $3 FOR UPDATE SKIP LOCKED
