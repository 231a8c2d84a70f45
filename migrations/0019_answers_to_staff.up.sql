-- Whether it was asked for below /admin: of an undone time these answers are kept, as what they tell of is. Of older ones
-- that is known where they tell of something made.
ALTER TABLE idempotency_keys ADD COLUMN as_staff INTEGER NOT NULL DEFAULT 0;
UPDATE idempotency_keys SET as_staff = 1 WHERE location LIKE '/admin/%';
