-- $1 not before and $2 before a moment, $3 who, $4 what, $5 the kind of thing, $6 the part that registered it (deleted ones
-- too), where resurs 3 is a participation, $7 after, $8 limit, $9 offset.
SELECT r.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop, r.resurs, r.id, r.antal, a.varfor, a.varifran
FROM atkomst r JOIN arende a ON a.nummer = r.arende
WHERE ($1 IS NULL OR a.tid >= $1) AND ($2 IS NULL OR a.tid < $2)
  AND ($3 IS NULL OR a.vem = $3) AND ($4 IS NULL OR a.handling = $4) AND ($5 IS NULL OR r.resurs = $5)
  AND ($6 IS NULL OR r.resurs = 3 AND r.id IN (
    SELECT d.id FROM deltagande d JOIN part p ON p.nummer = d.part WHERE p.kod = $6))
  AND r.nummer > $7
ORDER BY r.nummer
LIMIT $8 OFFSET $9
