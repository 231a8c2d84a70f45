-- Majors and courses under one key, however they are written (search::name_key): 전산 학과 and 전산학과 are the same.
-- SQL can't make the keys: the program does, when it starts and finds no version of the index.
ALTER TABLE posts ADD COLUMN major_key TEXT;
ALTER TABLE posts ADD COLUMN course_key TEXT;
DELETE FROM post_index_version;

-- These two hold all that is counted of open posts, so that counting reads an index alone; of one course there are few.
-- Lists keep the narrow posts_open: a planner without statistics takes posts_by_time rather than a wide index in the
-- same order.
CREATE INDEX posts_open_counted ON posts
  (bumped_at DESC, id DESC, condition, price, major_key, major, course_key, course_name, status, deleted_at)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
DROP INDEX posts_open_by_major;
CREATE INDEX posts_open_by_major ON posts
  (major_key, bumped_at DESC, id DESC, condition, price, major, course_key, course_name, status, deleted_at)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
DROP INDEX posts_open_by_course;
CREATE INDEX posts_open_by_course ON posts (course_key, bumped_at DESC, id DESC)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
