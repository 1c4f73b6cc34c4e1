-- How many of its part are to end before an import in the queue begins.
SELECT count(*)
FROM import i JOIN import o ON o.part = i.part AND o.nummer <> i.nummer
WHERE i.id = $1 AND i.status = 'koad' AND o.status IN ('koad', 'validerar', 'verkstaller')
  AND (o.status <> 'koad' OR o.nummer < i.nummer)
