-- The number of what is gone is never given to anything else, also when it was the highest: a client, a log or an older
-- state that is brought back may still speak of it. AUTOINCREMENT changes which number comes next and nothing about how
-- rows are kept, so that it is enough to change the tables' texts; making them anew would take all that refers to them
-- along.
CREATE TABLE sequence_maker (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;  -- sqlite_sequence comes with the first of its kind
DROP TABLE sequence_maker;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '  id INTEGER PRIMARY KEY,', '  id INTEGER PRIMARY KEY AUTOINCREMENT,')
  WHERE type = 'table' AND name IN ('users', 'sessions', 'posts', 'rooms', 'messages', 'deals', 'alerts', 'mails',
    'password_resets', 'suspensions', 'report_cases', 'reports', 'account_notices', 'appeals', 'audit_log');
PRAGMA writable_schema = RESET;
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'users', coalesce(max(id), 0) FROM users UNION ALL
  SELECT 'sessions', coalesce(max(id), 0) FROM sessions UNION ALL
  SELECT 'posts', coalesce(max(id), 0) FROM posts UNION ALL
  SELECT 'rooms', coalesce(max(id), 0) FROM rooms UNION ALL
  SELECT 'messages', coalesce(max(id), 0) FROM messages UNION ALL
  SELECT 'deals', coalesce(max(id), 0) FROM deals UNION ALL
  SELECT 'alerts', coalesce(max(id), 0) FROM alerts UNION ALL
  SELECT 'mails', coalesce(max(id), 0) FROM mails UNION ALL
  SELECT 'password_resets', coalesce(max(id), 0) FROM password_resets UNION ALL
  SELECT 'suspensions', coalesce(max(id), 0) FROM suspensions UNION ALL
  SELECT 'report_cases', coalesce(max(id), 0) FROM report_cases UNION ALL
  SELECT 'reports', coalesce(max(id), 0) FROM reports UNION ALL
  SELECT 'account_notices', coalesce(max(id), 0) FROM account_notices UNION ALL
  SELECT 'appeals', coalesce(max(id), 0) FROM appeals UNION ALL
  SELECT 'audit_log', coalesce(max(id), 0) FROM audit_log;
