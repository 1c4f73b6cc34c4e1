-- It can be worked out again, so it is not sealed anew.
DELETE FROM skyddstillstand WHERE substr(innehall, 1, 1) = $1
