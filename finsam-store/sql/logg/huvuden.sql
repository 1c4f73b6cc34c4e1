SELECT segment, nummer, hash, tid, beslut, signatur FROM logghuvud ORDER BY segment, nummer
