-- The audit log also tells of snapshots and of what was taken back, and knows what it takes to take an act back. Its
-- CHECK can't be changed in place, so the table is made anew.
DROP TRIGGER audit_log_is_not_replaced;
ALTER TABLE audit_log RENAME TO audit_log_before;
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES users (id),  -- null: nobody with an account, see `source`
  source TEXT NOT NULL CHECK (source IN ('moderator', 'operator', 'market')),
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('user', 'post', 'report', 'appeal', 'snapshot', 'audit')),
  -- audit: the entry whose act was taken back. snapshot: 0, as the ids of snapshots are texts; that is `snapshot_id` in
  -- `details`.
  subject_id INTEGER NOT NULL,
  about_id INTEGER REFERENCES users (id),  -- whom it concerns
  details TEXT NOT NULL,                   -- JSON
  request_id TEXT,
  undo TEXT,                               -- JSON: what the act changed, from what to what; null: it can't be taken back
  CHECK ((subject_kind = 'snapshot') = (subject_id = 0))
) STRICT;
-- What the way back had filed under a kind that the older schema knows is filed as what it is.
INSERT INTO audit_log (id, at, actor_id, source, action, subject_kind, subject_id, about_id, details, request_id)
  SELECT id, at, actor_id, source, action, coalesce(details ->> '$.subject.kind', subject_kind),
    coalesce(details ->> '$.subject.id', subject_id), about_id, json_remove(details, '$.subject'), request_id
  FROM audit_log_before ORDER BY id;
DROP TABLE audit_log_before;
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_by_about ON audit_log (about_id, id);
CREATE INDEX audit_log_by_action ON audit_log (action, id);
-- An act is taken back once.
CREATE UNIQUE INDEX audit_log_undone ON audit_log (subject_id) WHERE subject_kind = 'audit';
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
