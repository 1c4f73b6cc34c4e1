SELECT anropare, handling, nyckel, kropp, status, plats, svar, skapat
FROM kvitto
WHERE anropare = $1 AND handling = $2 AND nyckel = $3 AND skapat >= $4
