PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '  id INTEGER PRIMARY KEY AUTOINCREMENT,', '  id INTEGER PRIMARY KEY,')
  WHERE type = 'table' AND name IN ('users', 'sessions', 'posts', 'rooms', 'messages', 'deals', 'alerts', 'mails',
    'password_resets', 'suspensions', 'report_cases', 'reports', 'account_notices', 'appeals', 'audit_log');
PRAGMA writable_schema = RESET;
DELETE FROM sqlite_sequence;
-- The number of the schema's version has to change, or other connections would not notice.
CREATE TABLE sequence_maker (id INTEGER) STRICT;
DROP TABLE sequence_maker;
