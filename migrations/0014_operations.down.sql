-- No entry is lost: what the older schema has no kind for is filed under its actor (0: nobody), and says in its details
-- what it was about. What it takes to take an act back is lost, so that these acts stay.
DROP TRIGGER audit_log_is_not_replaced;
ALTER TABLE audit_log RENAME TO audit_log_before;
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES users (id),  -- null: nobody with an account, see `source`
  source TEXT NOT NULL CHECK (source IN ('moderator', 'operator', 'market')),
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('user', 'post', 'report', 'appeal')),
  subject_id INTEGER NOT NULL,
  about_id INTEGER REFERENCES users (id),  -- whom it concerns
  details TEXT NOT NULL,                   -- JSON
  request_id TEXT
) STRICT;
INSERT INTO audit_log SELECT id, at, actor_id, source, action, subject_kind, subject_id, about_id, details, request_id
  FROM audit_log_before WHERE subject_kind NOT IN ('snapshot', 'audit');
INSERT INTO audit_log SELECT id, at, actor_id, source, action, 'user', coalesce(actor_id, 0), about_id,
    json_set(details, '$.subject', json_object('kind', subject_kind, 'id', subject_id)), request_id
  FROM audit_log_before WHERE subject_kind IN ('snapshot', 'audit');
DROP TABLE audit_log_before;
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_by_about ON audit_log (about_id, id);
CREATE INDEX audit_log_by_action ON audit_log (action, id);
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'the audit log is only appended to');
END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'the audit log is only appended to');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_log_is_not_replaced BEFORE INSERT ON audit_log
  WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the audit log is only appended to');
END;
