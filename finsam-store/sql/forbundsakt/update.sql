UPDATE forbundsakt SET version = $2, forst_faststalld = $3, faststalld = $4, uppgift = $5 WHERE nummer = $1
