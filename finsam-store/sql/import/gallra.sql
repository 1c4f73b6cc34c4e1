DELETE FROM import WHERE nummer = $1
