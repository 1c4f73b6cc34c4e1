-- phase: expand

-- On PostgreSQL a function that saves a new participation in one statement. Here each statement is a call, and there is
-- nothing to save.
