INSERT INTO nyckelinnehav (id, nycklar, tid) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET nycklar = excluded.nycklar, tid = excluded.tid
