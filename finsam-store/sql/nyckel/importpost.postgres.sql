-- What somebody else writes is passed over: nobody waits for it, and nobody for this.
SELECT p.import, p.rad, i.id, p.post FROM importpost p JOIN import i ON i.nummer = p.import
WHERE (p.import, p.rad) > ($1, $2) AND substr(p.post, 1, 1) <> $3
ORDER BY p.import, p.rad LIMIT $4 FOR UPDATE OF p SKIP LOCKED
