SELECT i.nummer, i.id, i.version, i.uppgift, f.nummer, f.id, f.version, f.ersatt_av, f.uppgift
FROM insatsnyckel n JOIN insats i ON i.nummer = n.insats JOIN forbund f ON f.nummer = i.forbund
WHERE n.part = $1 AND n.kallsystem = $2 AND n.nyckel = $3
