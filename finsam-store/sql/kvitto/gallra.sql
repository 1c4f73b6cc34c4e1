DELETE FROM kvitto
WHERE (anropare, handling, nyckel) IN
    (SELECT k.anropare, k.handling, k.nyckel FROM kvitto k WHERE k.skapat < $1 ORDER BY k.skapat LIMIT $2)
