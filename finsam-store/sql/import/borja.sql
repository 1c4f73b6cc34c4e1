-- Lets an import begin, or go on, as $2 at $3: unless another one of its part is under way, or stands before one that has
-- not begun. One that came to stand before it afterwards, since numbers are given before rows are seen, is not waited for.
UPDATE import SET status = $2, andrad = $3, version = version + 1
WHERE id = $1 AND status IN ('koad', 'validerar', 'verkstaller') AND NOT EXISTS (
    SELECT 1 FROM import o
    WHERE o.part = import.part AND o.nummer <> import.nummer AND o.status IN ('koad', 'validerar', 'verkstaller')
      AND (o.status <> 'koad' OR (import.status = 'koad' AND o.nummer < import.nummer))
)
