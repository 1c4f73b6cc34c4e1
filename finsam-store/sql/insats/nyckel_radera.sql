DELETE FROM insatsnyckel WHERE insats = $1
