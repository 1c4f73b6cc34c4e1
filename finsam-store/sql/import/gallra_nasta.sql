-- One that ended before $1.
SELECT nummer FROM import
WHERE status IN ('klar', 'misslyckad', 'avbruten') AND andrad < $1
ORDER BY andrad
LIMIT 1
