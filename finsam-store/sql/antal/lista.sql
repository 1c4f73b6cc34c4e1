SELECT n.nummer, i.id, n.version, n.uppgift
FROM antal n JOIN insats i ON i.nummer = n.insats
WHERE i.id = $1
ORDER BY n.fran, n.enhet
