SELECT COALESCE(max(nummer), 0) FROM handelse
