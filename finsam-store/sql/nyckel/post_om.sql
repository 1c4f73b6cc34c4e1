UPDATE importpost SET sok = $2 WHERE sok = $1
