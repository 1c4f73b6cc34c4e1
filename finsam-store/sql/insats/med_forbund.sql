SELECT i.nummer, i.id, i.version, i.uppgift, f.nummer, f.id, f.version, f.ersatt_av, f.uppgift
FROM insats i JOIN forbund f ON f.nummer = i.forbund
WHERE i.id = $1
