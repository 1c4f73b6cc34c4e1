-- New rows, which have their numbers, in the binary form.
COPY deltagande (nummer, id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post, andrad)
FROM STDIN (FORMAT binary)
