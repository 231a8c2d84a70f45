-- The campus whose domain a verified address is in; null: none. Set with email_verified_at, and anew when the domains of
-- the settings change.
ALTER TABLE users ADD COLUMN campus TEXT;
-- In which language to write to the user: that of the last sign-in.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT 'ko' CHECK (language IN ('ko', 'en'));

-- The spool. A mail is written in the transaction that causes it, and sent after the commit.
CREATE TABLE mails (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,                   -- never a secret
  body TEXT,                               -- null once it is over: codes and links are secrets
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,                -- waiting: when it is tried next; else when it was over
  useful_until INTEGER NOT NULL,           -- not sent after this
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mails_by_next ON mails (state, next_at);
CREATE INDEX mails_by_recipient ON mails (recipient, kind, created_at);
CREATE INDEX mails_by_user ON mails (user_id);

-- The code that was mailed to a user last. Of a code only the hash is kept.
CREATE TABLE email_codes (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  email TEXT NOT NULL,                     -- the address it was sent to, and the only one that it verifies
  code_hash BLOB NOT NULL,
  tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX email_codes_by_expiry ON email_codes (expires_at);

-- Passwords to be reset. First the wish alone (for whatever address, known or not), then the user and the link's hash.
CREATE TABLE password_resets (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  token_hash BLOB UNIQUE,                  -- BLAKE2b of the link's token
  expires_at INTEGER NOT NULL,
  CHECK ((user_id IS NULL) = (token_hash IS NULL))
) STRICT;
CREATE INDEX password_resets_wished ON password_resets (id) WHERE user_id IS NULL;
CREATE INDEX password_resets_by_user ON password_resets (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);

-- From where a user has signed in: a hash of the program and its network.
CREATE TABLE known_devices (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  device_hash BLOB NOT NULL,
  last_seen_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, device_hash)
) STRICT, WITHOUT ROWID;
