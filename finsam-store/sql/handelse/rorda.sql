-- Whom the events after $1 are about, stretch by stretch. There is no part for what belongs to none.
SELECT s.till, p.kod
FROM handelsespann s LEFT JOIN part p ON p.nummer = s.part
WHERE s.till > $1
ORDER BY s.till
