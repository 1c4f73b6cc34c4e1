SELECT nyckel, id FROM import WHERE status IN ('koad', 'validerar', 'verkstaller')
