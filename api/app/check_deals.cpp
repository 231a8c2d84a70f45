#include "app/check_rules.h"

namespace app {

namespace {

constexpr Rule of_deals[] = {
    // Posts and deals.
    {"posts whose deal_count is not the number of open deals",
     "SELECT p.id FROM posts p WHERE p.deal_count <> (SELECT count(*) FROM deals d WHERE d.post_id = p.id "
     "AND "
     "d.state IN ('negotiating', 'reserved'))"},
    {"posts whose favorite_count is not the number of favourites",
     "SELECT p.id FROM posts p WHERE p.favorite_count <> (SELECT count(*) FROM favorites f WHERE f.post_id = "
     "p.id)"},
    {"reserved posts without exactly one reserved deal",
     "SELECT p.id FROM traded_posts p WHERE p.status = 'reserved' AND p.deleted_at IS NULL AND 1 <> (SELECT "
     "count(*) "
     "FROM deals d WHERE d.post_id = p.id AND d.state = 'reserved')"},
    {"reserved deals whose post is not reserved",
     "SELECT d.id FROM deals d JOIN traded_posts p ON p.id = d.post_id WHERE d.state = 'reserved' AND "
     "(p.status <> "
     "'reserved' OR p.deleted_at IS NOT NULL)"},
    {"sold posts without exactly one completed deal",
     "SELECT p.id FROM traded_posts p WHERE p.status = 'sold' AND 1 <> (SELECT count(*) FROM deals d WHERE "
     "d.post_id "
     "= p.id AND d.state = 'completed')"},
    {"completed deals whose post is not sold",
     "SELECT d.id FROM deals d JOIN traded_posts p ON p.id = d.post_id WHERE d.state = 'completed' AND "
     "p.status <> "
     "'sold'"},
    {"open deals of posts that are sold, hidden or deleted",
     "SELECT d.id FROM deals d JOIN traded_posts p ON p.id = d.post_id WHERE d.state IN ('negotiating', "
     "'reserved') "
     "AND (p.status IN ('sold', 'hidden') OR p.deleted_at IS NOT NULL)"},
    {"deals that are not between the two of their room",
     "SELECT d.id FROM deals d JOIN rooms r ON r.id = d.room_id WHERE d.post_id <> r.post_id OR d.buyer_id "
     "<> "
     "r.buyer_id OR d.seller_id <> r.seller_id"},
    {"deals in negotiation that are nobody's turn, or others that are somebody's",
     "SELECT id FROM deals WHERE (state = 'negotiating') <> (turn IS NOT NULL)"},
    {"deals that are completed without a time of it, or have one without being so",
     "SELECT id FROM deals WHERE (state = 'completed') <> (completed_at IS NOT NULL)"},
    {"deals that are to remind of a meeting that is not to come about",
     "SELECT id FROM deals WHERE remind_at IS NOT NULL AND (state <> 'reserved' OR meeting_at IS NULL)"},
    {"deals that are over and still expire",
     "SELECT id FROM deals WHERE state NOT IN ('negotiating', 'reserved') AND expires_at IS NOT NULL"},
    {"reviews of deals that were not completed, or not between the two of the deal",
     "SELECT v.deal_id FROM reviews v JOIN deals d ON d.id = v.deal_id WHERE d.state <> 'completed' OR "
     "(v.author_id, v.subject_id) NOT IN (VALUES (d.buyer_id, d.seller_id), (d.seller_id, d.buyer_id))"},
    {"reviews that are hidden though both sides have written",
     "SELECT v.deal_id FROM reviews v JOIN reviews o ON o.deal_id = v.deal_id AND o.author_id <> v.author_id "
     "WHERE v.published_at IS NULL AND (o.published_at IS NOT NULL OR o.author_id < v.author_id)"},
    {"users whose rating is not the sum of their reviews",
     "SELECT u.id FROM users u WHERE (u.rating_count, u.rating_sum) <> (SELECT count(*), "
     "coalesce(sum(stars), "
     "0) FROM reviews v WHERE v.subject_id = u.id AND v.published_at IS NOT NULL)"},
    {"posts that are sold without a time of it, or have one without being so",
     "SELECT p.id FROM posts p JOIN traded_posts t ON t.id = p.id WHERE (t.status = 'sold') <> (p.sold_at IS "
     "NOT NULL)"},

    // Photos.
    {"photos used twice", "SELECT id FROM photos WHERE post_id IS NOT NULL AND message_id IS NOT NULL"},
    {"posts whose photos are not in the places 0, 1, 2 …",
     "SELECT post_id FROM photos WHERE post_id IS NOT NULL GROUP BY post_id HAVING min(position) <> 0 OR "
     "max(position) <> count(*) - 1 OR count(DISTINCT position) <> count(*)"},
    {"messages whose photo is not theirs",
     "SELECT m.id FROM messages m JOIN photos p ON p.id = m.photo_id WHERE p.message_id IS NOT m.id"},
    {"photos of a deleted post that nobody is shown",
     "SELECT f.id FROM photos f JOIN posts p ON p.id = f.post_id WHERE p.deleted_at IS NOT NULL AND "
     "(f.position > 0 OR NOT EXISTS (SELECT 1 FROM rooms r WHERE r.post_id = p.id))"},
    {"photos of a message that does not show them",
     "SELECT p.id FROM photos p LEFT JOIN messages m ON m.id = p.message_id WHERE p.message_id IS NOT NULL "
     "AND "
     "m.photo_id IS NOT p.id"},

    // Saved searches.
    {"users with more than 30 saved searches",
     "SELECT user_id FROM alerts GROUP BY user_id HAVING count(*) > 30"},
    {"saved searches without anything to search for",
     "SELECT id FROM alerts WHERE coalesce(q, isbn, major_key, course_key) IS NULL OR token = ''"},
    {"saved searches that found a post of the user's own",
     "SELECT m.alert_id FROM alert_matches m JOIN alerts a ON a.id = m.alert_id "
     "JOIN posts p ON p.id = m.post_id WHERE a.user_id = p.seller_id"},
    {"saved searches that found what no event has told",
     "SELECT DISTINCT m.alert_id FROM alert_matches m JOIN alerts a ON a.id = m.alert_id "
     "LEFT JOIN event_streams s ON s.user_id = a.user_id WHERE m.seq > coalesce(s.newest, 0)"},
    {"queued posts whose ticket was never given out",
     "SELECT ticket FROM alert_queue WHERE ticket > (SELECT newest FROM alert_tickets)"},

    // Remembered answers.
    // What else can be made (photos, saved searches, access tokens) may have been removed since.
    {"remembered answers that tell of a post or a deal that does not exist, or is not the user's",
     "SELECT k.user_id || ' ' || k.key FROM idempotency_keys k WHERE (k.location LIKE '/posts/%' AND NOT "
     "EXISTS (SELECT 1 FROM posts p WHERE p.id = CAST(substr(k.location, 8) AS INTEGER) AND p.seller_id = "
     "k.user_id)) OR (k.location LIKE '/deals/%' AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.id = "
     "CAST(substr(k.location, 8) AS INTEGER) AND d.buyer_id = k.user_id))"},
};

}  // namespace

std::span<const Rule> deal_rules() {
  return of_deals;
}

}  // namespace app
