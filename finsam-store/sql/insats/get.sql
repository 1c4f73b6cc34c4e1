SELECT nummer, id, version, uppgift FROM insats WHERE id = $1
