ALTER TABLE rooms DROP COLUMN post_cover;
ALTER TABLE rooms DROP COLUMN post_title;
