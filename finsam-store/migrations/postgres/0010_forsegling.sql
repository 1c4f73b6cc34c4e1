-- phase: expand

-- The keys of the register, each by its number and what it is known by: those that have sealed something, and under 0 the
-- one that persons are found by. Who does not have them all is not let in. nyckelkontroll stays what programs that do not
-- know this step ask: none of them may go on once another key than the first seals.
CREATE TABLE registernyckel (
    nummer   bigint PRIMARY KEY CHECK (nummer BETWEEN 0 AND 255),
    kontroll bytea NOT NULL
);
INSERT INTO registernyckel (nummer, kontroll) SELECT 1, varde FROM nyckelkontroll;
