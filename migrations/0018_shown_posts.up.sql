-- What the buyer was last shown of the post: where it is hidden, deleted or blocked, nothing that is written into it
-- later reaches them.
ALTER TABLE rooms ADD COLUMN post_title TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN post_cover TEXT;  -- a photo's id; the photo may have gone
UPDATE rooms SET
  post_title = (SELECT p.title FROM posts p WHERE p.id = rooms.post_id),
  post_cover = (SELECT f.id FROM photos f WHERE f.post_id = rooms.post_id AND f.position = 0);
