UPDATE faststallelse SET status = 'klar', digest = $2, innehall = $3 WHERE id = $1 AND status = 'pagar'
