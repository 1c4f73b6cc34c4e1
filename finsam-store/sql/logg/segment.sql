SELECT nummer, tid, anrop, forra, forra_led, forra_hash, hash FROM loggsegment ORDER BY nummer
