#include "app/check_rules.h"

namespace app {

namespace {

constexpr Rule of_chat[] = {
    // Rooms and messages.
    {"rooms whose messages are not numbered 1, 2, 3 … up to last_seq",
     "SELECT r.id FROM rooms r LEFT JOIN (SELECT room_id, count(*) AS total, min(seq) AS oldest, max(seq) AS "
     "newest FROM messages GROUP BY room_id) m ON m.room_id = r.id "
     "WHERE r.last_seq <> coalesce(m.total, 0) OR r.last_seq <> coalesce(m.newest, 0) OR m.oldest <> 1"},
    {"rooms read further than they are written",
     "SELECT id FROM rooms WHERE buyer_read_seq > last_seq OR seller_read_seq > last_seq"},
    {"rooms whose buyer_unread is not the number of unread messages",
     "SELECT r.id FROM rooms r WHERE r.buyer_unread <> (SELECT count(*) FROM messages m WHERE m.room_id = "
     "r.id "
     "AND m.seq > r.buyer_read_seq AND m.sender_id IS NOT r.buyer_id)"},
    {"rooms whose seller_unread is not the number of unread messages",
     "SELECT r.id FROM rooms r WHERE r.seller_unread <> (SELECT count(*) FROM messages m WHERE m.room_id = "
     "r.id AND m.seq > r.seller_read_seq AND m.sender_id IS NOT r.seller_id)"},
    {"rooms in which the seller has said or decided something before answered_at",
     "SELECT r.id FROM rooms r WHERE coalesce(r.answered_at, 9223372036854775807) > (SELECT m.sent_at FROM "
     "messages m WHERE m.room_id = r.id AND m.sender_id = r.seller_id AND (m.kind <> 'system' OR (m.data ->> "
     "'$.by' = 'seller' AND m.data ->> '$.event' <> 'barred')) ORDER BY m.seq LIMIT 1)"},
    {"rooms whose seller is not the post's",
     "SELECT r.id FROM rooms r JOIN posts p ON p.id = r.post_id WHERE r.seller_id <> p.seller_id OR "
     "r.buyer_id = p.seller_id"},
    {"messages from somebody who is not of the room",
     "SELECT m.id FROM messages m JOIN rooms r ON r.id = m.room_id WHERE m.sender_id NOT IN (r.buyer_id, "
     "r.seller_id)"},
    {"messages with neither text nor photo that have not expired",
     "SELECT m.id FROM messages m JOIN rooms r ON r.id = m.room_id WHERE m.kind <> 'system' AND m.body = '' "
     "AND m.photo_id IS NULL AND m.seq > r.expired_seq"},
    {"messages that have expired and still say something",
     "SELECT m.id FROM messages m JOIN rooms r ON r.id = m.room_id WHERE m.kind <> 'system' AND m.seq <= "
     "r.expired_seq AND (m.body <> '' OR m.photo_id IS NOT NULL OR m.client_id IS NOT NULL OR m.signs <> "
     "'')"},
    {"rooms expired further than they are written", "SELECT id FROM rooms WHERE expired_seq > last_seq"},
    {"rooms whose last_message_at is not that of the newest message",
     "SELECT r.id FROM rooms r JOIN messages m ON m.room_id = r.id AND m.seq = r.last_seq WHERE "
     "r.last_message_at <> m.sent_at"},

    // Event streams.
    {"users whose events are not numbered without gaps up to the stream's newest",
     "SELECT s.user_id FROM event_streams s JOIN events e ON e.user_id = s.user_id GROUP BY s.user_id "
     "HAVING max(e.seq) <> s.newest OR count(*) <> max(e.seq) - min(e.seq) + 1"},
    {"users with events but no stream",
     "SELECT DISTINCT user_id FROM events WHERE user_id NOT IN (SELECT user_id FROM event_streams)"},
    {"users told of what does not exist",
     // Not even NULL is in a table without rows.
     "SELECT DISTINCT user_id FROM events WHERE (message_id IS NOT NULL AND message_id NOT IN (SELECT id "
     "FROM "
     "messages)) OR (deal_id IS NOT NULL AND deal_id NOT IN (SELECT id FROM deals)) OR (room_id IS NOT NULL "
     "AND room_id NOT IN (SELECT id FROM rooms)) OR (post_id IS NOT NULL AND post_id NOT IN (SELECT id FROM "
     "posts))"},
};

}  // namespace

std::span<const Rule> chat_rules() {
  return of_chat;
}

}  // namespace app
