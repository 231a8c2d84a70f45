ALTER TABLE alert_queue DROP COLUMN book_edition;
