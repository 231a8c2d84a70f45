-- Saved searches (구해요). Of q, isbn, major and course at least one is there, as it was written.
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  q TEXT,
  isbn TEXT,                               -- ISBN-13, digits only
  major TEXT,
  course TEXT,
  max_price INTEGER CHECK (max_price BETWEEN 0 AND 10000000),
  major_key TEXT,                          -- as search::name_key makes them
  course_key TEXT,
  same_key TEXT NOT NULL,                  -- the whole search, however it is written (alerts::same_key)
  token TEXT NOT NULL,                     -- every post that it finds has this one (search/filing.h)
  filed_by INTEGER NOT NULL,               -- search::index_version of the program that made the keys and the token
  paused INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL,                  -- tells of posts with a higher ticket
  seen_seq INTEGER NOT NULL DEFAULT 0,     -- matches told by a later event are new to the user
  created_at INTEGER NOT NULL,
  UNIQUE (user_id, same_key)
) STRICT;
CREATE INDEX alerts_by_user ON alerts (user_id, id DESC);
CREATE INDEX alerts_by_token ON alerts (token) WHERE paused = 0;

-- Which search was told of which post: once.
CREATE TABLE alert_matches (
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL REFERENCES posts (id),
  seq INTEGER NOT NULL,                    -- of the event that told it, in the user's stream
  PRIMARY KEY (alert_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_matches_by_seq ON alert_matches (alert_id, seq DESC);

-- Posts that are yet to be held against the saved searches, with what was searched in them before they changed; null:
-- they were not on sale before.
CREATE TABLE alert_queue (
  ticket INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id),
  title TEXT,
  book_title TEXT,
  book_author TEXT,
  book_publisher TEXT,
  book_isbn TEXT,
  price INTEGER,
  description TEXT,
  major TEXT,
  course_name TEXT,
  course_professor TEXT
) STRICT;

-- The last ticket given out: one row.
CREATE TABLE alert_tickets (
  newest INTEGER NOT NULL
) STRICT;
INSERT INTO alert_tickets (newest) VALUES (0);
