-- The parameters of lista, and $10 which thing.
SELECT r.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop, r.resurs, r.id, r.antal, a.varfor, a.varifran
FROM atkomst r JOIN arende a ON a.nummer = r.arende
WHERE ($1 IS NULL OR a.tid >= $1) AND ($2 IS NULL OR a.tid < $2)
  AND ($3 IS NULL OR a.vem = $3) AND ($4 IS NULL OR a.handling = $4) AND ($5 IS NULL OR r.resurs = $5)
  AND ($6 IS NULL OR r.resurs = 3 AND r.id IN (
    SELECT d.id FROM deltagande d JOIN part p ON p.nummer = d.part WHERE p.kod = $6))
  AND r.nummer > $7 AND r.id = $10
ORDER BY r.nummer
LIMIT $8 OFFSET $9
