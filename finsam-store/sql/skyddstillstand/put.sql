-- Several processes may come with one: a later state stays. Of the same state the last stays, so that one that does not open,
-- or was made by other definitions, does not.
INSERT INTO skyddstillstand (troskel, dataversion, regelversion, tid, innehall)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (troskel) DO UPDATE
SET dataversion = excluded.dataversion, regelversion = excluded.regelversion, tid = excluded.tid, innehall = excluded.innehall
WHERE skyddstillstand.dataversion <= excluded.dataversion
