SELECT nummer, id, ar, version, uppgift FROM bakgrundstal ORDER BY ar
