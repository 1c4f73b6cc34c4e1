CREATE TABLE IF NOT EXISTS migrering (
    nummer bigint PRIMARY KEY,
    namn   text NOT NULL,
    summa  text NOT NULL
)
