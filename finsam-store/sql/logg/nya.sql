SELECT COALESCE(max(nummer), 0) + 1 AS nummer FROM loggsegment
