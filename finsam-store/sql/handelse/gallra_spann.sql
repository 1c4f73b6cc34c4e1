DELETE FROM handelsespann WHERE till <= $1
