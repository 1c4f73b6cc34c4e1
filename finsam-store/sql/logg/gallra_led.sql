DELETE FROM loggled WHERE segment = $1 AND nummer <= $2
