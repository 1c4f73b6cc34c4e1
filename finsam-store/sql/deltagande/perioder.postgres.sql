-- The periods of persons in insatser within a part: $1 part, $2 identities of the insatser, $3 search hashes.
-- OFFSET keeps the inner query whole: each person is looked up by the index, never all of them by reading the table.
SELECT d.nummer, i.id, d.sok, d.start, d.slut
FROM unnest($2::bytea[], $3::bytea[]) AS u (insats, sok)
JOIN part p ON p.kod = $1
JOIN insats i ON i.id = u.insats
CROSS JOIN LATERAL (
    SELECT nummer, sok, start, slut FROM deltagande
    WHERE insats = i.nummer AND part = p.nummer AND sok = u.sok
    OFFSET 0
) d
