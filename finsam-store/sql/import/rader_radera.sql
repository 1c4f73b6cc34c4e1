DELETE FROM importrad WHERE import = $1
