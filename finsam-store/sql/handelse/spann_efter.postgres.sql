-- The last event of each unit of work after an event ($2) that told of a part ($1, its number), of so many ($3) at most.
SELECT till FROM handelsespann WHERE part = $1 AND till > $2 ORDER BY till LIMIT $3
