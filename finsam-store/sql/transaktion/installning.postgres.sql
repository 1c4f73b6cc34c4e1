-- $1 names, $2 values, $3 whether for this transaction only.
SELECT set_config(u.namn, u.varde, $3) FROM unnest($1::text[], $2::text[]) AS u (namn, varde)
