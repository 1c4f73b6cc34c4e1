UPDATE antal SET version = $2, raderad = $2 WHERE nummer = $1
