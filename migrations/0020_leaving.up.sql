-- Who has begun to leave, which may take many transactions. A server that stops in between goes on with it when it is
-- there again.
CREATE TABLE leaving (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE
) STRICT;
