-- The imports of a part that keep a record of a person: $1 search hash, $2 part.
SELECT DISTINCT i.nummer, i.id
FROM importpost p JOIN import i ON i.nummer = p.import
WHERE p.sok = $1 AND i.part = $2
ORDER BY i.nummer
