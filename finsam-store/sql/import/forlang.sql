-- The process $1 is there until $2.
UPDATE import SET lan_till = $2 WHERE agare = $1 AND status IN ('koad', 'validerar', 'verkstaller')
