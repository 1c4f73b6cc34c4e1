UPDATE flode SET gallrad_till = $1 WHERE nummer = 1
