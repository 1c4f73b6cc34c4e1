SELECT a.nummer, f.id, a.slag, a.ar, a.version, a.forst_faststalld, a.faststalld, a.uppgift
FROM forbundsakt a JOIN forbund f ON f.nummer = a.forbund
WHERE a.slag IN ('budget', 'utfall')
ORDER BY a.nummer
