-- Whoever is writing what is sealed is waited for until the end of the transaction, and nobody begins meanwhile. What is
-- written most is locked last, so that nobody waits for it while the others are waited for.
LOCK TABLE registernyckel, import, webhook, faststallelse, skyddstillstand, importpost, deltagande IN SHARE ROW EXCLUSIVE MODE
