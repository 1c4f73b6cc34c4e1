DELETE FROM importpost WHERE sok = $1
