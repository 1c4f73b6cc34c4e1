-- How much there is to do in an insats: $1 its identity, $2 a part or none, $3 the day up to which an open one has not been
-- changed for long, $4 the day that is judged, $5, $6 and $7 the latest ends that are to be followed up after 3, 6 and 12
-- months.
SELECT count(*),
    count(CASE WHEN d.sok IS NULL THEN 1 END),
    count(CASE WHEN d.slut IS NULL THEN 1 END),
    count(CASE WHEN d.slut IS NULL AND COALESCE(d.andrad, d.start) <= $3 THEN 1 END),
    count(CASE WHEN d.slut IS NULL AND d.insats_slut < $4 THEN 1 END),
    count(CASE WHEN d.foljs <= $5 THEN 1 END),
    count(CASE WHEN d.foljs <= $6 THEN 1 END),
    count(CASE WHEN d.foljs <= $7 THEN 1 END),
    count(CASE WHEN d.foljs <= $5 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"3":%') THEN 1 END),
    count(CASE WHEN d.foljs <= $6 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"6":%') THEN 1 END),
    count(CASE WHEN d.foljs <= $7 AND (d.uppfoljningar IS NULL OR d.uppfoljningar NOT LIKE '%"12":%') THEN 1 END)
FROM (
    SELECT d.sok, d.start, d.slut, d.andrad, d.uppfoljningar, i.slut AS insats_slut,
        CASE WHEN d.sok IS NOT NULL AND d.post NOT LIKE '%"avslutsanledning":"avliden"%'
        AND d.post NOT LIKE '%"avslutsanledning":"felregistrering"%' THEN d.slut END AS foljs
    FROM insats i JOIN deltagande d ON d.insats = i.nummer
    WHERE i.id = $1 AND ($2 IS NULL OR d.part = (SELECT p.nummer FROM part p WHERE p.kod = $2))
) d
