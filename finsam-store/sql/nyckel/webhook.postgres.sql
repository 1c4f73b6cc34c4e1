-- What somebody else writes is passed over: nobody waits for it, and nobody for this.
SELECT nummer, id, hemlighet, forra FROM webhook
WHERE nummer > $1 AND (substr(hemlighet, 1, 1) <> $2 OR substr(forra, 1, 1) <> $2)
ORDER BY nummer LIMIT $3 FOR UPDATE SKIP LOCKED
