SELECT nummer, id, version, uppgift FROM insats ORDER BY nummer
