-- Who does not want to have to do with whom. What follows holds in both directions.
CREATE TABLE blocks (
  blocker_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, blocker_id);
CREATE INDEX blocks_by_time ON blocks (blocker_id, created_at DESC, blocked_id DESC);

-- What the receiver of a message is warned of, comma-separated: decided when it is written (chat/scam_signs).
ALTER TABLE messages ADD COLUMN signs TEXT NOT NULL DEFAULT '';
