UPDATE registernyckel SET kontroll = $1 WHERE nummer = 0
