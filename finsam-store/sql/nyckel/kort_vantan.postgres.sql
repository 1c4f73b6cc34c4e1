-- Those who come after a lock that is waited for wait too: not for long, but longer than it takes until a vacuum of the
-- server's own makes way, which is a second.
SET LOCAL lock_timeout = '1200ms'
