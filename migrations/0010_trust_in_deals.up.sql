-- Reviews are double-blind: one is shown, and counts in the rating, once both sides have written, or from publish_at on.
ALTER TABLE deals ADD COLUMN completed_at INTEGER;
UPDATE deals SET completed_at = coalesce((SELECT p.sold_at FROM posts p WHERE p.id = deals.post_id), updated_at)
  WHERE state = 'completed';
ALTER TABLE reviews ADD COLUMN publish_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN published_at INTEGER;   -- null: still hidden from all but its author
UPDATE reviews SET publish_at = created_at, published_at = created_at;
DROP INDEX reviews_by_subject;
CREATE INDEX reviews_by_subject ON reviews (subject_id, published_at DESC, deal_id DESC) WHERE published_at IS NOT NULL;
CREATE INDEX reviews_hidden ON reviews (publish_at) WHERE published_at IS NULL;

-- When the two are to be reminded of their meeting; null once they were, or when there is nothing to remind them of.
ALTER TABLE deals ADD COLUMN remind_at INTEGER;
UPDATE deals SET remind_at = meeting_at - 3600000
  WHERE state = 'reserved' AND meeting_at IS NOT NULL AND buyer_confirmed_at IS NULL AND seller_confirmed_at IS NULL;
CREATE INDEX deals_by_reminder ON deals (remind_at) WHERE remind_at IS NOT NULL;

-- When the seller first answered the request that opened the room: their reply times. Not in the index, because every
-- message would then have to write that, too.
ALTER TABLE rooms ADD COLUMN answered_at INTEGER;
UPDATE rooms SET answered_at = (SELECT m.sent_at FROM messages m
  WHERE m.room_id = rooms.id AND m.sender_id = rooms.seller_id ORDER BY m.seq LIMIT 1);
CREATE INDEX rooms_by_opening ON rooms (seller_id, created_at DESC);
