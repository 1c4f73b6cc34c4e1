-- Whom imports keep records about, and whether there is a plan among those imports.
SELECT p.sok, max(CASE i.status WHEN 'planerad' THEN 1 ELSE 0 END) AS plan
FROM importpost p JOIN import i ON i.nummer = p.import
WHERE p.sok IS NOT NULL
GROUP BY p.sok
