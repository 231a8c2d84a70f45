ALTER TABLE messages DROP COLUMN signs;
DROP TABLE blocks;
