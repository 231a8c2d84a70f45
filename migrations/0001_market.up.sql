-- Times are UTC milliseconds since 1970, money is whole won, booleans are 0 or 1.

-- One value a name: "epoch" names this database's incarnation in event cursors.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,           -- lower case
  display_name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,              -- lower case
  email_verified_at INTEGER,
  major TEXT NOT NULL,
  bio TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'moderator', 'admin')),
  password_hash TEXT NOT NULL,
  rating_sum INTEGER NOT NULL DEFAULT 0,
  rating_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,         -- BLAKE2b of the token: a stolen database signs nobody in
  transport TEXT NOT NULL CHECK (transport IN ('bearer', 'cookie')),
  name TEXT,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  seller_id INTEGER NOT NULL REFERENCES users (id),
  status TEXT NOT NULL CHECK (status IN ('selling', 'reserved', 'sold', 'hidden')),
  title TEXT NOT NULL,
  book_title TEXT NOT NULL,
  book_author TEXT,
  book_publisher TEXT,
  book_edition TEXT,
  book_isbn TEXT,                          -- ISBN-13, digits only
  price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 10000000),
  condition TEXT NOT NULL CHECK (condition IN ('new', 'like_new', 'good', 'fair', 'poor')),
  condition_flags TEXT NOT NULL DEFAULT '',  -- comma-separated, in the contract's order
  place TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  major TEXT,
  course_name TEXT,
  course_professor TEXT,
  favorite_count INTEGER NOT NULL DEFAULT 0,
  view_count INTEGER NOT NULL DEFAULT 0,
  deal_count INTEGER NOT NULL DEFAULT 0,   -- open deals
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  bumped_at INTEGER NOT NULL,
  sold_at INTEGER,
  deleted_at INTEGER                       -- a deleted post stays for the deals and rooms that speak of it
) STRICT;
-- The market list reads an index in its order, so that the cost of a page is independent of the number of posts. No
-- index begins with the status: it would look better to a planner without statistics, and then all have to be sorted.
CREATE INDEX posts_by_time ON posts (bumped_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_open ON posts (bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
CREATE INDEX posts_open_by_price ON posts (price, id)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
CREATE INDEX posts_open_by_major ON posts (major, bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
CREATE INDEX posts_open_by_course ON posts (course_name, bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
CREATE INDEX posts_by_seller ON posts (seller_id, bumped_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX posts_by_isbn ON posts (book_isbn, bumped_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE photos (
  id TEXT PRIMARY KEY,                     -- 26 characters that can't be guessed
  owner_id INTEGER NOT NULL REFERENCES users (id),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  post_id INTEGER REFERENCES posts (id),   -- null: not used in a post
  position INTEGER NOT NULL DEFAULT 0,     -- 0 is the post's cover
  message_id INTEGER,                      -- null: not sent in a chat
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX photos_by_post ON photos (post_id, position) WHERE post_id IS NOT NULL;
CREATE INDEX photos_unused ON photos (owner_id, created_at) WHERE post_id IS NULL AND message_id IS NULL;

CREATE TABLE favorites (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX favorites_by_post ON favorites (post_id);
CREATE INDEX favorites_by_time ON favorites (user_id, created_at DESC, post_id DESC);

-- A room belongs to one post and one buyer.
CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id),
  buyer_id INTEGER NOT NULL REFERENCES users (id),
  seller_id INTEGER NOT NULL REFERENCES users (id),
  last_seq INTEGER NOT NULL DEFAULT 0,     -- the newest message's number in the room
  last_message_at INTEGER NOT NULL,
  buyer_read_seq INTEGER NOT NULL DEFAULT 0,
  seller_read_seq INTEGER NOT NULL DEFAULT 0,
  -- Messages that count as unread, up to last_seq: those of the other side and of the system.
  buyer_unread INTEGER NOT NULL DEFAULT 0,
  seller_unread INTEGER NOT NULL DEFAULT 0,
  buyer_muted INTEGER NOT NULL DEFAULT 0,
  seller_muted INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  UNIQUE (post_id, buyer_id)
) STRICT;
CREATE INDEX rooms_by_buyer ON rooms (buyer_id, last_message_at DESC, id DESC);
CREATE INDEX rooms_by_seller ON rooms (seller_id, last_message_at DESC, id DESC);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,                    -- 1, 2, 3 … in the room
  -- Of a system message: who caused it, for whom it does not count as unread; null: nobody did.
  sender_id INTEGER REFERENCES users (id),
  kind TEXT NOT NULL CHECK (kind IN ('text', 'photo', 'system')),
  body TEXT NOT NULL,
  photo_id TEXT REFERENCES photos (id),
  client_id TEXT,
  data TEXT,                               -- a system message's facts, as JSON
  sent_at INTEGER NOT NULL,
  UNIQUE (room_id, seq)
) STRICT;
-- The same message sent again finds the first one instead of becoming a second.
CREATE UNIQUE INDEX messages_by_client_id ON messages (room_id, sender_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE deals (
  id INTEGER PRIMARY KEY,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  post_id INTEGER NOT NULL REFERENCES posts (id),
  buyer_id INTEGER NOT NULL REFERENCES users (id),
  seller_id INTEGER NOT NULL REFERENCES users (id),
  state TEXT NOT NULL CHECK (state IN
    ('negotiating', 'reserved', 'completed', 'declined', 'cancelled', 'expired', 'closed')),
  turn TEXT CHECK (turn IN ('buyer', 'seller')),
  price INTEGER NOT NULL,                  -- the price on the table, or agreed
  list_price INTEGER NOT NULL,             -- the post's price when the deal began
  offer_by TEXT NOT NULL CHECK (offer_by IN ('buyer', 'seller')),
  offered_at INTEGER NOT NULL,
  buyer_confirmed_at INTEGER,
  seller_confirmed_at INTEGER,
  meeting_place TEXT,
  meeting_at INTEGER,
  cancel_reason TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER                       -- null while it waits for another's, and once it is over
) STRICT;
CREATE UNIQUE INDEX deals_one_open_a_room ON deals (room_id) WHERE state IN ('negotiating', 'reserved');
CREATE UNIQUE INDEX deals_one_reserved_a_post ON deals (post_id) WHERE state = 'reserved';
CREATE INDEX deals_by_room ON deals (room_id, id DESC);
CREATE INDEX deals_open_by_post ON deals (post_id) WHERE state IN ('negotiating', 'reserved');
CREATE INDEX deals_by_buyer ON deals (buyer_id, updated_at DESC, id DESC);
CREATE INDEX deals_by_seller ON deals (seller_id, updated_at DESC, id DESC);
CREATE INDEX deals_by_expiry ON deals (expires_at) WHERE state IN ('negotiating', 'reserved');

CREATE TABLE reviews (
  deal_id INTEGER NOT NULL REFERENCES deals (id),
  author_id INTEGER NOT NULL REFERENCES users (id),
  subject_id INTEGER NOT NULL REFERENCES users (id),
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  text TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  PRIMARY KEY (deal_id, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_by_subject ON reviews (subject_id, created_at DESC, deal_id DESC);

-- The last number of each user's stream, taken in the causing transaction. A table of its own, since it changes with
-- every message and the user's row hardly ever does.
CREATE TABLE event_streams (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  newest INTEGER NOT NULL
) STRICT;

-- Each user's stream, numbered without gaps. A row refers to what happened; the text itself stays in one place.
CREATE TABLE events (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  room_id INTEGER,
  post_id INTEGER,
  deal_id INTEGER,
  message_id INTEGER,
  data TEXT,                               -- what the other columns can't say, as JSON
  PRIMARY KEY (user_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_time ON events (at);

-- What a POST with an Idempotency-Key was answered.
CREATE TABLE idempotency_keys (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  request_hash BLOB NOT NULL,              -- of method, path and body
  status INTEGER NOT NULL,
  location TEXT,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
