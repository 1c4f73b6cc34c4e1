SELECT nummer, id, ar, version, uppgift FROM bakgrundstal WHERE ar = $1
