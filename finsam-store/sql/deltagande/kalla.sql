SELECT nummer FROM kalla WHERE part = $1 AND kallsystem = $2
