SELECT nummer FROM insats WHERE id = $1
