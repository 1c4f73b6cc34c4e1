-- So many ($1) numbers for new rows, in order.
SELECT nextval('deltagande_nummer_seq') FROM generate_series(1, $1::bigint)
