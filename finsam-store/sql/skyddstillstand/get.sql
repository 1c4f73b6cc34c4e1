SELECT troskel, dataversion, regelversion, innehall FROM skyddstillstand
WHERE troskel = $1 AND regelversion = $2 AND dataversion >= $3
