UPDATE importpost SET post = $3 WHERE import = $1 AND rad = $2
