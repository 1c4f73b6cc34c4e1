DELETE FROM skyddstillstand WHERE tid < $1
