SELECT nummer, id FROM insats WHERE id = ANY ($1::bytea[])
