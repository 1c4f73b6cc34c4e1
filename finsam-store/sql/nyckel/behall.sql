-- A key that the register still knows: it is not taken away after all.
DELETE FROM borttagennyckel WHERE nummer = $1 AND EXISTS (SELECT 1 FROM registernyckel r WHERE r.nummer = $1)
