-- The next utgåva of the year, where the year is not frozen at this state already.
INSERT INTO faststallelse
    (id, ar, utgava, dataversion, regelversion, troskel, status, tid, vem, anmarkning, innehall)
VALUES ($1, $2, (SELECT COALESCE(max(f.utgava), 0) + 1 FROM faststallelse f WHERE f.ar = $2), $3, $4, $5, 'pagar', $6, $7, $8, $9)
ON CONFLICT (ar, dataversion) DO NOTHING
