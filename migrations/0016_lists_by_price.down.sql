DROP INDEX posts_open_course_by_price;
DROP INDEX posts_open_major_by_price;
