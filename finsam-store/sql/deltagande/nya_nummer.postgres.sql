-- So many ($1) numbers for new rows.
SELECT nextval(pg_get_serial_sequence('deltagande', 'nummer')) FROM generate_series(1, $1::bigint)
