UPDATE token SET senast_anvand = $2 WHERE id = $1 AND (senast_anvand IS NULL OR senast_anvand < $2)
