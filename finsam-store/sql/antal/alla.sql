SELECT n.nummer, i.id, n.version, n.uppgift
FROM antal n JOIN insats i ON i.nummer = n.insats
ORDER BY n.insats, n.fran, n.enhet
