UPDATE faststallelse SET innehall = $2 WHERE nummer = $1
