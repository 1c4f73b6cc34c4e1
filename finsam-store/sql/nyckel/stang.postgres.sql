-- Whoever is writing what is sealed is waited for until the end of the transaction, and nobody begins meanwhile.
LOCK TABLE deltagande, importpost, webhook, import, registernyckel IN SHARE ROW EXCLUSIVE MODE
