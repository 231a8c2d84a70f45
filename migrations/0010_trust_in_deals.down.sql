DROP INDEX rooms_by_opening;
ALTER TABLE rooms DROP COLUMN answered_at;
DROP INDEX deals_by_reminder;
ALTER TABLE deals DROP COLUMN remind_at;
-- Nothing hides a review any more, so that it counts.
UPDATE users SET
  rating_sum = (SELECT coalesce(sum(v.stars), 0) FROM reviews v WHERE v.subject_id = users.id),
  rating_count = (SELECT count(*) FROM reviews v WHERE v.subject_id = users.id)
  WHERE id IN (SELECT subject_id FROM reviews WHERE published_at IS NULL);
DROP INDEX reviews_hidden;
DROP INDEX reviews_by_subject;
ALTER TABLE reviews DROP COLUMN published_at;
ALTER TABLE reviews DROP COLUMN publish_at;
CREATE INDEX reviews_by_subject ON reviews (subject_id, created_at DESC, deal_id DESC);
ALTER TABLE deals DROP COLUMN completed_at;
