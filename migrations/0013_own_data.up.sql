-- Usernames of people who have left: nobody else gets one for a while (name_kept_ms), so that nobody poses as them.
CREATE TABLE left_names (
  name_hash BLOB PRIMARY KEY,              -- BLAKE2b of the username: the name itself is not kept
  left_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX left_names_by_time ON left_names (left_at);

-- Messages up to there have been kept long enough: they say nothing any more.
ALTER TABLE rooms ADD COLUMN expired_seq INTEGER NOT NULL DEFAULT 0;

-- What is somebody's own, also when it is used, or deleted.
CREATE INDEX photos_by_owner ON photos (owner_id, created_at);
CREATE INDEX posts_deleted_by_seller ON posts (seller_id, id) WHERE deleted_at IS NOT NULL;

-- Of a deleted post rooms and deals show the cover, and nobody the other photos. The sweep removes what nothing uses.
UPDATE photos SET post_id = NULL, position = 0, created_at = 0
  WHERE post_id IN (SELECT id FROM posts WHERE deleted_at IS NOT NULL)
    AND (position > 0 OR post_id NOT IN (SELECT post_id FROM rooms));
