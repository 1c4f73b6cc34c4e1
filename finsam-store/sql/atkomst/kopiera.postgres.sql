-- Lines of the access log, which have their numbers, in the binary form.
COPY atkomst (nummer, arende, resurs, id, antal) FROM STDIN (FORMAT binary)
