SELECT nummer FROM import WHERE id = $1
