INSERT INTO logghuvud (segment, nummer, hash, tid, beslut, signatur) VALUES ($1, $2, $3, $4, $5, $6)
