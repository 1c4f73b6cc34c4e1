UPDATE token SET aterkallad = $2, giltig_till = CASE WHEN giltig_till < $2 THEN giltig_till ELSE $2 END
WHERE id = $1 AND aterkallad IS NULL
