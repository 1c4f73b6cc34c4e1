SELECT a.nummer, f.id, a.slag, a.ar, a.version, a.forst_faststalld, a.faststalld, a.uppgift
FROM forbundsakt a JOIN forbund f ON f.nummer = a.forbund
WHERE f.id = $1
ORDER BY a.slag, a.ar
