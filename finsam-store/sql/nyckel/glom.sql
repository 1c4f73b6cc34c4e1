-- A key that is marked as taken away, and no other.
DELETE FROM registernyckel WHERE nummer = $1 AND EXISTS (SELECT 1 FROM borttagennyckel b WHERE b.nummer = $1)
