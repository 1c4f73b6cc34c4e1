INSERT INTO loggsegment (nummer, tid, anrop, forra, forra_led, forra_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
