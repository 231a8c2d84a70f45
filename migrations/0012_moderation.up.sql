-- Who may not take part in the market, until when and why; those of the past are kept.
CREATE TABLE suspensions (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  reason TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  until INTEGER,                           -- null: for good
  ended_at INTEGER,                        -- null: in force, unless `until` is over
  lifted INTEGER NOT NULL DEFAULT 0,       -- by a moderator, before its time
  settled INTEGER NOT NULL DEFAULT 0       -- the user's deals are ended and the posts off the market
) STRICT;
CREATE UNIQUE INDEX suspensions_in_force ON suspensions (user_id) WHERE ended_at IS NULL;
CREATE INDEX suspensions_by_user ON suspensions (user_id, id);

-- Posts that were taken from the market by others than their seller. Such a post is `hidden`; `was` is what it would
-- be otherwise, and goes on with its deals: nothing is lost when it is shown again.
CREATE TABLE post_holds (
  post_id INTEGER PRIMARY KEY REFERENCES posts (id),
  seller_id INTEGER NOT NULL REFERENCES users (id),
  cause TEXT NOT NULL CHECK (cause IN ('reports', 'moderator', 'suspension')),
  was TEXT NOT NULL CHECK (was IN ('selling', 'reserved', 'sold', 'hidden')),
  reason TEXT NOT NULL,                    -- a moderator's words to the seller
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX post_holds_of_suspended ON post_holds (seller_id) WHERE cause = 'suspension';
CREATE INDEX post_holds_by_cause ON post_holds (cause);

-- A post as its deals know it, whether or not it is on hold.
CREATE VIEW traded_posts AS
  SELECT p.id, p.seller_id, p.deleted_at, coalesce(h.was, p.status) AS status
  FROM posts AS p LEFT JOIN post_holds AS h ON h.post_id = p.id;

-- What was reported, once for all who did so until a moderator has looked at it.
CREATE TABLE report_cases (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'post', 'message')),
  subject_id INTEGER NOT NULL,             -- in users, posts or messages
  owner_id INTEGER NOT NULL REFERENCES users (id),  -- whose account, post or message it is
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dismissed', 'actioned')),
  reporters INTEGER NOT NULL DEFAULT 0,
  opened_at INTEGER NOT NULL,
  note TEXT,                               -- the moderator's, for other moderators
  resolved_at INTEGER,
  resolved_by INTEGER REFERENCES users (id)
) STRICT;
CREATE UNIQUE INDEX report_cases_open ON report_cases (kind, subject_id) WHERE state = 'open';
CREATE INDEX report_cases_by_state ON report_cases (state, id);
CREATE INDEX report_cases_by_reporters ON report_cases (reporters DESC, id) WHERE state = 'open';
CREATE INDEX report_cases_by_owner ON report_cases (owner_id, id);

CREATE TABLE reports (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES report_cases (id),
  reporter_id INTEGER NOT NULL REFERENCES users (id),
  reason TEXT NOT NULL CHECK (reason IN ('fraud', 'prohibited', 'harassment', 'spam', 'wrong_info', 'other')),
  note TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL,                  -- what the reporter saw, as JSON
  created_at INTEGER NOT NULL,
  UNIQUE (case_id, reporter_id)
) STRICT;
CREATE INDEX reports_by_reporter ON reports (reporter_id, created_at);

-- What moderators decided about somebody's account or post, and told them.
CREATE TABLE account_notices (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  change TEXT NOT NULL,
  reason TEXT NOT NULL,
  until INTEGER,
  post_id INTEGER REFERENCES posts (id),
  at INTEGER NOT NULL,
  seen_at INTEGER
) STRICT;
CREATE INDEX account_notices_by_user ON account_notices (user_id, id);

CREATE TABLE appeals (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  suspension_id INTEGER REFERENCES suspensions (id),  -- against this one, or
  post_id INTEGER REFERENCES posts (id),              -- against this post's hold
  text TEXT NOT NULL,
  -- closed: what it was about came to an end before anybody had decided
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'refused', 'closed')),
  note TEXT NOT NULL DEFAULT '',           -- the answer
  created_at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolved_by INTEGER REFERENCES users (id),
  CHECK ((suspension_id IS NULL) <> (post_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX appeals_open_by_suspension ON appeals (suspension_id) WHERE state = 'open' AND suspension_id IS NOT NULL;
CREATE UNIQUE INDEX appeals_open_by_post ON appeals (post_id) WHERE state = 'open' AND post_id IS NOT NULL;
CREATE INDEX appeals_by_state ON appeals (state, id);
CREATE INDEX appeals_by_user ON appeals (user_id, id);

-- What moderators, admins and the operator did. Only ever appended to.
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

CREATE INDEX users_by_time ON users (created_at);
