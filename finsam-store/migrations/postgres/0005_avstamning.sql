-- phase: expand
-- locks: antal

-- The version that counts got when they were deleted: they are gone for as long as it is their version. A program that
-- does not know this step and sets them again gives them the next version, and they are there.
ALTER TABLE antal ADD COLUMN raderad bigint;

-- A line about checksums: antal is how many records they were taken over.
CREATE OR REPLACE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' WHEN 7 THEN 'webhook' WHEN 8 THEN 'kontrollsumma' END AS resurs,
       l.id, l.antal
FROM atkomst l JOIN arende a ON a.nummer = l.arende;
