SELECT nycklar FROM nyckelinnehav WHERE tid >= $1
