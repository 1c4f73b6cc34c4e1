-- What stands on a list: $1 insats, $2 part, $3 which list, $4 the day up to which an open one has not been changed for
-- long, $5 the day that is judged, $6, $7 and $8 the latest ends that are to be followed up after 3, 6 and 12 months,
-- $9 after, $10 limit, $11 offset.
SELECT d.nummer, d.id, d.version, k.kallsystem, d.nyckel, d.start, d.slut, d.andrad
FROM (
    SELECT d.*, i.slut AS insats_slut,
        CASE WHEN d.sok IS NOT NULL AND d.post NOT LIKE '%"avslutsanledning":"avliden"%'
        AND d.post NOT LIKE '%"avslutsanledning":"felregistrering"%' THEN d.slut END AS foljs
    FROM insats i JOIN deltagande d ON d.insats = i.nummer
    WHERE i.id = $1 AND d.part = (SELECT p.nummer FROM part p WHERE p.kod = $2)
) d
JOIN kalla k ON k.nummer = d.kalla
WHERE CASE $3
    WHEN 'ororda' THEN d.slut IS NULL AND COALESCE(d.andrad, d.start) <= $4
    WHEN 'efter_insatsens_slut' THEN d.slut IS NULL AND d.insats_slut < $5
    WHEN 'uppfoljning_3' THEN d.foljs <= $6 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"3":%')
    WHEN 'uppfoljning_6' THEN d.foljs <= $7 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"6":%')
    WHEN 'uppfoljning_12' THEN d.foljs <= $8 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"12":%')
    WHEN 'utan_samtycke' THEN d.sok IS NULL
    END
    AND d.nummer > $9
ORDER BY d.nummer
LIMIT $10 OFFSET $11
