-- phase: expand

-- How many people structural insatser reached, by period. It tells of no person.
CREATE TABLE strukturdeltagande (
    nummer  INTEGER PRIMARY KEY,
    insats  INTEGER NOT NULL REFERENCES insats (nummer),
    fran    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    uppgift TEXT NOT NULL,
    raderad INTEGER,
    UNIQUE (insats, fran)
) STRICT;

DROP VIEW handelser;
CREATE VIEW handelser AS
SELECT h.nummer, a.tid,
       CASE h.typ WHEN 1 THEN 'skapad' WHEN 2 THEN 'andrad' WHEN 3 THEN 'avslutad' WHEN 4 THEN 'raderad'
           WHEN 5 THEN 'anonymiserad' WHEN 6 THEN 'samtycke_aterkallat' WHEN 7 THEN 'sammanslagen' END AS typ,
       CASE h.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 21 THEN 'styrelse' WHEN 22 THEN 'revision' WHEN 23 THEN 'budget' WHEN 24 THEN 'utfall'
           WHEN 25 THEN 'tilldelning' WHEN 27 THEN 'bakgrundstal' WHEN 28 THEN 'strukturdeltagande' END AS resurs,
       h.id, h.version, h.rad
FROM handelse h JOIN arende a ON a.nummer = h.arende;

DROP VIEW atkomstlogg;
CREATE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' WHEN 7 THEN 'webhook' WHEN 8 THEN 'kontrollsumma'
           WHEN 9 THEN 'atkomstlogg' WHEN 10 THEN 'sokning' WHEN 11 THEN 'faststallelse' WHEN 12 THEN 'statistikfil'
           WHEN 21 THEN 'styrelse' WHEN 22 THEN 'revision' WHEN 23 THEN 'budget' WHEN 24 THEN 'utfall'
           WHEN 25 THEN 'tilldelning' WHEN 27 THEN 'bakgrundstal' WHEN 28 THEN 'strukturdeltagande' END AS resurs,
       l.id, l.antal, a.varfor, a.varifran, k.segment, k.nummer AS led
FROM atkomst l JOIN arende a ON a.nummer = l.arende LEFT JOIN loggled k ON k.arende = l.arende;
