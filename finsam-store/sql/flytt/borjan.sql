SELECT nummer, tid, vem, roll, handling, anrop FROM arende ORDER BY nummer LIMIT 1
