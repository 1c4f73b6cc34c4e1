-- Whether something stands under the identity of a participation.
SELECT count(*) FROM deltagande WHERE id = $1 AND insats IS NOT NULL
