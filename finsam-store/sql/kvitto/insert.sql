INSERT INTO kvitto (anropare, handling, nyckel, kropp, status, plats, svar, skapat)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (anropare, handling, nyckel) DO UPDATE
SET kropp = excluded.kropp, status = excluded.status, plats = excluded.plats, svar = excluded.svar,
    skapat = excluded.skapat
WHERE kvitto.skapat < $9
