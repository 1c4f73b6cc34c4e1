-- Events, which have their numbers, in the binary form.
COPY handelse (nummer, arende, typ, resurs, rad, version, id, insats_fore) FROM STDIN (FORMAT binary)
