-- By table and by the first byte of what is sealed, which is the number of its key: how many.
SELECT 'deltagande' AS tabell, substr(identitet, 1, 1) AS nyckel, count(*) FROM deltagande
WHERE identitet IS NOT NULL GROUP BY substr(identitet, 1, 1)
UNION ALL
SELECT 'importpost', substr(post, 1, 1), count(*) FROM importpost GROUP BY substr(post, 1, 1)
UNION ALL
SELECT 'webhook', substr(hemlighet, 1, 1), count(*) FROM webhook GROUP BY substr(hemlighet, 1, 1)
UNION ALL
SELECT 'webhook', substr(forra, 1, 1), count(*) FROM webhook WHERE forra IS NOT NULL GROUP BY substr(forra, 1, 1)
UNION ALL
SELECT 'faststallelse', substr(innehall, 1, 1), count(*) FROM faststallelse GROUP BY substr(innehall, 1, 1)
