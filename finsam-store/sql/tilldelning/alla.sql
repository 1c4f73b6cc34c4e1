SELECT nummer, id, ar, version, uppgift FROM tilldelning ORDER BY ar
