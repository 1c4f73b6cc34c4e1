-- Times are microseconds since 1970-01-01T00:00:00Z, days are counted from 1970-01-01, identities are 16 bytes.

-- Shows whether a key opens what is sealed here.
CREATE TABLE nyckelkontroll (
    nummer INTEGER PRIMARY KEY CHECK (nummer = 1),
    varde  BLOB NOT NULL
) STRICT;

-- Who did what and when: one row for each unit of work, named by its events and its lines in the access log.
CREATE TABLE arende (
    nummer   INTEGER PRIMARY KEY,
    tid      INTEGER NOT NULL,
    vem      TEXT NOT NULL,
    roll     TEXT NOT NULL,
    handling TEXT NOT NULL,
    anrop    TEXT NOT NULL
) STRICT;

CREATE TABLE forbund (
    nummer    INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE,
    version   INTEGER NOT NULL,
    ersatt_av TEXT NOT NULL DEFAULT '[]',
    uppgift   TEXT NOT NULL
) STRICT;

CREATE TABLE insats (
    nummer     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    forbund    INTEGER NOT NULL REFERENCES forbund (nummer),
    inriktning TEXT NOT NULL,
    typ        TEXT NOT NULL,
    start      INTEGER NOT NULL,
    slut       INTEGER,
    uppgift    TEXT NOT NULL
) STRICT;
CREATE INDEX insats_forbund ON insats (forbund);

CREATE TABLE insatsnyckel (
    part       TEXT NOT NULL,
    kallsystem TEXT NOT NULL,
    nyckel     TEXT NOT NULL,
    insats     INTEGER NOT NULL REFERENCES insats (nummer),
    PRIMARY KEY (part, kallsystem, nyckel)
) STRICT, WITHOUT ROWID;
CREATE INDEX insatsnyckel_insats ON insatsnyckel (insats);

CREATE TABLE antal (
    nummer  INTEGER PRIMARY KEY,
    insats  INTEGER NOT NULL REFERENCES insats (nummer),
    fran    INTEGER NOT NULL,
    enhet   TEXT NOT NULL,
    version INTEGER NOT NULL,
    uppgift TEXT NOT NULL,
    UNIQUE (insats, fran, enhet)
) STRICT;

-- Parties and their sending systems as small numbers, since every participation names them.
CREATE TABLE part (
    nummer INTEGER PRIMARY KEY,
    kod    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE kalla (
    nummer     INTEGER PRIMARY KEY,
    part       INTEGER NOT NULL REFERENCES part (nummer),
    kallsystem TEXT NOT NULL,
    UNIQUE (part, kallsystem)
) STRICT;

-- A deleted participation stays as a tombstone: identity, key and version; everything from insats on is NULL.
CREATE TABLE deltagande (
    nummer    INTEGER PRIMARY KEY,
    id        BLOB NOT NULL,
    kalla     INTEGER NOT NULL REFERENCES kalla (nummer),
    nyckel    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    part      INTEGER NOT NULL REFERENCES part (nummer),
    insats    INTEGER REFERENCES insats (nummer),
    start     INTEGER,
    slut      INTEGER,
    alder     INTEGER,
    sok       BLOB,
    identitet BLOB,
    post      TEXT
) STRICT;
CREATE UNIQUE INDEX deltagande_nyckel ON deltagande (kalla, nyckel);
CREATE INDEX deltagande_part ON deltagande (part) WHERE insats IS NOT NULL;
-- The overlap rule, the list of an insats, and a person's participations insats by insats.
CREATE INDEX deltagande_insats ON deltagande (insats, part, sok) WHERE insats IS NOT NULL;
-- Numbers are promised never to be used again, and they are given as the highest plus one.
CREATE TRIGGER deltagande_stannar BEFORE DELETE ON deltagande
BEGIN
    SELECT RAISE(ABORT, 'a participation leaves a tombstone');
END;

-- The change feed. typ and resurs are the numbers of the view handelser.
CREATE TABLE handelse (
    nummer  INTEGER PRIMARY KEY,
    arende  INTEGER NOT NULL REFERENCES arende (nummer),
    typ     INTEGER NOT NULL,
    resurs  INTEGER NOT NULL,
    rad     INTEGER NOT NULL,
    version INTEGER NOT NULL,
    id      BLOB NOT NULL
) STRICT;
CREATE TRIGGER handelse_sista_stannar BEFORE DELETE ON handelse
WHEN OLD.nummer = (SELECT max(nummer) FROM handelse)
BEGIN
    SELECT RAISE(ABORT, 'the newest event must stay, so that its number is not used again');
END;

-- The access log. antal is how many records were judged without being stored, id which record otherwise.
CREATE TABLE atkomst (
    nummer INTEGER PRIMARY KEY,
    arende INTEGER NOT NULL REFERENCES arende (nummer),
    resurs INTEGER NOT NULL,
    id     BLOB,
    antal  INTEGER
) STRICT;
CREATE TRIGGER atkomst_andras_inte BEFORE UPDATE ON atkomst
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER atkomst_raderas_inte BEFORE DELETE ON atkomst
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER arende_andras_inte BEFORE UPDATE ON arende
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;
CREATE TRIGGER arende_raderas_inte BEFORE DELETE ON arende
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;

CREATE VIEW handelser AS
SELECT h.nummer, a.tid,
       CASE h.typ WHEN 1 THEN 'skapad' WHEN 2 THEN 'andrad' WHEN 3 THEN 'avslutad' WHEN 4 THEN 'raderad'
           WHEN 5 THEN 'anonymiserad' WHEN 6 THEN 'samtycke_aterkallat' WHEN 7 THEN 'sammanslagen' END AS typ,
       CASE h.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal' END AS resurs,
       h.id, h.version, h.rad
FROM handelse h JOIN arende a ON a.nummer = h.arende;

CREATE VIEW atkomstlogg AS
SELECT l.nummer, a.tid, a.vem, a.roll, a.handling, a.anrop,
       CASE l.resurs WHEN 1 THEN 'forbund' WHEN 2 THEN 'insats' WHEN 3 THEN 'deltagande' WHEN 4 THEN 'antal'
           WHEN 5 THEN 'token' WHEN 6 THEN 'validering' END AS resurs,
       l.id, l.antal
FROM atkomst l JOIN arende a ON a.nummer = l.arende;

CREATE TABLE token (
    nummer      INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    hash        BLOB NOT NULL UNIQUE,
    namn        TEXT NOT NULL,
    roll        TEXT NOT NULL,
    part        TEXT,
    forbund     BLOB,
    insatser    TEXT NOT NULL,
    skapad      INTEGER NOT NULL,
    giltig_till INTEGER
) STRICT;

CREATE TABLE import (
    nummer      INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    part        TEXT NOT NULL,
    status      TEXT NOT NULL,
    installning TEXT NOT NULL,
    antal       TEXT NOT NULL,
    lasta       INTEGER NOT NULL,
    skrivna     INTEGER NOT NULL,
    orsak       TEXT,
    skapad      INTEGER NOT NULL,
    andrad      INTEGER NOT NULL,
    vem         TEXT NOT NULL
) STRICT;

CREATE TABLE importrad (
    import   INTEGER NOT NULL REFERENCES import (nummer),
    rad      INTEGER NOT NULL,
    resultat TEXT NOT NULL,
    PRIMARY KEY (import, rad)
) STRICT, WITHOUT ROWID;

CREATE TABLE kvitto (
    anropare TEXT NOT NULL,
    handling TEXT NOT NULL,
    nyckel   TEXT NOT NULL,
    kropp    BLOB NOT NULL,
    status   INTEGER NOT NULL,
    plats    TEXT,
    svar     TEXT NOT NULL,
    skapat   INTEGER NOT NULL,
    PRIMARY KEY (anropare, handling, nyckel)
) STRICT, WITHOUT ROWID;
CREATE INDEX kvitto_skapat ON kvitto (skapat);
