-- Also those that were deleted.
SELECT n.nummer, i.id, n.version, n.uppgift, n.raderad
FROM strukturdeltagande n JOIN insats i ON i.nummer = n.insats
WHERE i.id = $1 AND n.fran = $2
