SELECT nummer, start, slut
FROM deltagande
WHERE insats = $1 AND part = $2 AND sok = $3 AND nummer <> $4
ORDER BY nummer
