-- A post's edition is searched, too: what was searched before a change has it.
ALTER TABLE alert_queue ADD COLUMN book_edition TEXT;
