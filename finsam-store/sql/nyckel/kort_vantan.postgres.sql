-- Those who come after a lock that is waited for wait too: not for long, and less than it takes to look for a deadlock.
SET LOCAL lock_timeout = '500ms'
