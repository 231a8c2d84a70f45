-- An access token is a session that was made for a program: it has scopes, the others have none and may everything.
ALTER TABLE sessions ADD COLUMN scopes TEXT CHECK (scopes <> '');  -- comma-separated: read, write, chat
ALTER TABLE sessions ADD COLUMN last_address TEXT;                 -- the client's at the last use

-- Networks that an account has been signed in to from: guessing elsewhere does not keep its owner out there.
CREATE TABLE sign_in_places (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  network TEXT NOT NULL,                   -- an IPv4 address, or the /64 of an IPv6 address
  last_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_places_by_time ON sign_in_places (last_at);
