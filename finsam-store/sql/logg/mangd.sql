-- How much there is after the part that is not chained, and in it.
SELECT 1 AS nummer,
       (SELECT count(*) FROM arende a WHERE a.nummer > s.arende_till),
       (SELECT count(*) FROM atkomst r WHERE r.nummer > s.atkomst_till),
       (SELECT count(*) FROM atkomst r WHERE r.nummer <= s.atkomst_till)
FROM loggstart s
