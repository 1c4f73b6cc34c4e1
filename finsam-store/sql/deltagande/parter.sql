-- The parts that have something registered: whether of persons, and whether of nobody.
SELECT p.kod, max(CASE WHEN d.sok IS NULL THEN 0 ELSE 1 END) AS personer, max(CASE WHEN d.sok IS NULL THEN 1 ELSE 0 END) AS anonyma
FROM deltagande d JOIN part p ON p.nummer = d.part
WHERE d.insats IS NOT NULL
GROUP BY p.kod
ORDER BY p.kod
