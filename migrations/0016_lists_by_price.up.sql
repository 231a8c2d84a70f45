-- Posts of a major or a course by their price, read in that order: to sort all of one takes a second where there are
-- many.
CREATE INDEX posts_open_major_by_price ON posts (major_key, price, id)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
CREATE INDEX posts_open_course_by_price ON posts (course_key, price, id)
  WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL;
