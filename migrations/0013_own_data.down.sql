-- The older program knows no message that says nothing.
UPDATE messages SET kind = 'text', body = '보관 기간이 지난 메시지입니다.'
  WHERE kind <> 'system' AND body = '' AND photo_id IS NULL;
DROP INDEX posts_deleted_by_seller;
DROP INDEX photos_by_owner;
ALTER TABLE rooms DROP COLUMN expired_seq;
DROP TABLE left_names;
