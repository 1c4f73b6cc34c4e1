-- phase: expand
-- locks: deltagande

-- The situation after the end, by month: JSON, as it is read. A program that does not know this step leaves it when a
-- participation is deleted or made anonymous: no such program may go on once follow-ups are registered by this one.
ALTER TABLE deltagande ADD COLUMN uppfoljningar text;

-- The day of the last change: of what was sent or of a follow-up. Not known of rows that were written before this step, or
-- by a program that does not know it.
ALTER TABLE deltagande ADD COLUMN andrad integer;
