-- Nobody opens the register meanwhile, and nobody reads or writes what is changed.
LOCK TABLE registernyckel, deltagande, importpost IN ACCESS EXCLUSIVE MODE
