DELETE FROM arende WHERE nummer IN (SELECT l.arende FROM loggled l WHERE l.segment = $1 AND l.nummer <= $2)
