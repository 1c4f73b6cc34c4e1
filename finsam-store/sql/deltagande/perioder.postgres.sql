-- The periods of persons in insatser within a part: $1 part, $2 identities of the insatser, $3 search hashes.
SELECT d.nummer, i.id, d.sok, d.start, d.slut
FROM unnest($2::bytea[], $3::bytea[]) AS u (insats, sok)
JOIN part p ON p.kod = $1
JOIN insats i ON i.id = u.insats
JOIN deltagande d ON d.insats = i.nummer AND d.part = p.nummer AND d.sok = u.sok
ORDER BY d.nummer
