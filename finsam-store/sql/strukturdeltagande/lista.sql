SELECT n.nummer, i.id, n.version, n.uppgift, n.raderad
FROM strukturdeltagande n JOIN insats i ON i.nummer = n.insats
WHERE i.id = $1 AND (n.raderad IS NULL OR n.raderad <> n.version)
ORDER BY n.fran
