DELETE FROM importpost WHERE import = $1
