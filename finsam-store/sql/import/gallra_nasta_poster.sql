-- One that ended before $1 and whose records are still kept.
SELECT i.nummer FROM import i
WHERE i.status IN ('klar', 'misslyckad', 'avbruten') AND i.andrad < $1
  AND EXISTS (SELECT 1 FROM importpost p WHERE p.import = i.nummer)
ORDER BY i.andrad
LIMIT 1
