DROP INDEX posts_open_counted;
DROP INDEX posts_open_by_major;
CREATE INDEX posts_open_by_major ON posts (major, bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
DROP INDEX posts_open_by_course;
CREATE INDEX posts_open_by_course ON posts (course_name, bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
ALTER TABLE posts DROP COLUMN course_key;
ALTER TABLE posts DROP COLUMN major_key;
