-- $2 version, $3 the new secret. The one before is good until $4.
UPDATE webhook SET version = $2, forra = hemlighet, forra_till = $4, hemlighet = $3 WHERE id = $1
