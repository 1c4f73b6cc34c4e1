SELECT i.nummer, i.id, i.version, i.uppgift
FROM insatsnyckel n JOIN insats i ON i.nummer = n.insats
WHERE n.part = $1 AND n.kallsystem = $2 AND n.nyckel = $3
