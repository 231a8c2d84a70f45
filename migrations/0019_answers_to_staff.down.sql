ALTER TABLE idempotency_keys DROP COLUMN as_staff;
