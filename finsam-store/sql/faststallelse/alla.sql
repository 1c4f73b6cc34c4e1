SELECT nummer, id, ar, utgava, dataversion, regelversion, troskel, status, tid, anmarkning, digest
FROM faststallelse ORDER BY ar, utgava
