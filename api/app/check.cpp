#include "app/check.h"

#include <filesystem>
#include <string_view>

#include "db/sqlite_connection.h"
#include "photos/photo_files.h"
#include "posts/book_key.h"
#include "posts/index_check.h"
#include "search/name_key.h"
#include "search/search_store.h"

namespace app {

namespace {

struct Rule {
  std::string_view broken;  // what the rows that break it are
  std::string_view rows;    // selects one column that names them
};

constexpr Rule rules[] = {
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
    {"rooms in which the seller has said something before answered_at",
     "SELECT r.id FROM rooms r WHERE coalesce(r.answered_at, 9223372036854775807) > (SELECT m.sent_at FROM "
     "messages m WHERE m.room_id = r.id AND m.sender_id = r.seller_id ORDER BY m.seq LIMIT 1)"},
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

    // People who have left: no password has an empty hash.
    {"people who have left and can still be told",
     "SELECT id FROM users WHERE password_hash = '' AND (username NOT LIKE 'deleted-%' OR email <> username "
     "|| "
     "'@deleted.invalid' OR email_verified_at IS NOT NULL OR major <> '' OR bio <> '' OR display_name <> "
     "'탈퇴한 회원')"},
    {"people who have left and are still signed in, or remembered somewhere",
     "SELECT id FROM users WHERE password_hash = '' AND (id IN (SELECT user_id FROM sessions) OR id IN "
     "(SELECT user_id FROM sign_in_places))"},

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

    // Blocks.
    {"users who have blocked themselves", "SELECT blocker_id FROM blocks WHERE blocker_id = blocked_id"},
    {"open deals between two of whom one has blocked the other",
     "SELECT d.id FROM deals d WHERE d.state IN ('negotiating', 'reserved') AND EXISTS (SELECT 1 FROM blocks "
     "b WHERE (b.blocker_id = d.buyer_id AND b.blocked_id = d.seller_id) OR (b.blocker_id = d.seller_id AND "
     "b.blocked_id = d.buyer_id))"},

    // Moderation.
    {"posts on hold that can be seen, or are deleted",
     "SELECT h.post_id FROM post_holds h JOIN posts p ON p.id = h.post_id WHERE p.status <> 'hidden' OR "
     "p.deleted_at IS NOT NULL OR h.seller_id <> p.seller_id"},
    {"posts hidden by a suspension of one who is not suspended",
     "SELECT h.post_id FROM post_holds h WHERE h.cause = 'suspension' AND h.seller_id NOT IN (SELECT user_id "
     "FROM suspensions WHERE ended_at IS NULL)"},
    {"posts on sale by one whose suspension is settled",
     "SELECT p.id FROM posts p JOIN suspensions s ON s.user_id = p.seller_id WHERE s.ended_at IS NULL AND "
     "s.settled = 1 AND s.lifted = 0 AND p.status IN ('selling', 'reserved') AND p.deleted_at IS NULL"},
    {"cases whose reporters are not the number of their reports",
     "SELECT c.id FROM report_cases c WHERE c.reporters <> (SELECT count(*) FROM reports r WHERE r.case_id = "
     "c.id) OR c.reporters = 0"},
    {"cases that are decided without a time, or undecided with one",
     "SELECT id FROM report_cases WHERE (state = 'open') <> (resolved_at IS NULL)"},
    {"reports by the one who is reported",
     "SELECT r.id FROM reports r JOIN report_cases c ON c.id = r.case_id WHERE r.reporter_id = c.owner_id"},
    {"open appeals against what has ended",
     "SELECT a.id FROM appeals a JOIN suspensions s ON s.id = a.suspension_id WHERE a.state = 'open' AND "
     "s.ended_at IS NOT NULL"},
    {"appeals by another than the one it is about",
     "SELECT a.id FROM appeals a LEFT JOIN suspensions s ON s.id = a.suspension_id LEFT JOIN posts p ON p.id "
     "= "
     "a.post_id WHERE a.user_id <> coalesce(s.user_id, p.seller_id)"},
    {"open appeals about posts that nobody keeps hidden",
     "SELECT a.id FROM appeals a JOIN posts p ON p.id = a.post_id WHERE a.state = 'open' AND p.deleted_at IS "
     "NULL "
     "AND p.id NOT IN (SELECT post_id FROM post_holds WHERE cause <> 'suspension')"},
    {"acts that are taken back by an entry from before them, or that can't be",
     "SELECT l.id FROM audit_log l LEFT JOIN audit_log o ON o.id = l.subject_id WHERE l.subject_kind = "
     "'audit' AND "
     "(o.id IS NULL OR o.id >= l.id)"},
    {"acts that are taken back more than once",
     "SELECT subject_id FROM audit_log WHERE subject_kind = 'audit' GROUP BY subject_id HAVING count(*) > 1"},
    {"entries that take an act back and are not about one, or the other way round",
     "SELECT id FROM audit_log WHERE (action = 'audit.undo') <> (subject_kind = 'audit')"},
    {"entries from which nobody could tell how to take them back",
     "SELECT id FROM audit_log WHERE undo IS NOT NULL AND NOT json_valid(undo)"},
    {"gaps in the audit log",
     "SELECT max(id) FROM audit_log HAVING count(*) > 0 AND (count(*) <> max(id) OR min(id) <> 1)"},

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

    // Sessions.
    {"access tokens without a name, or with scopes that are none",
     "SELECT id FROM sessions WHERE scopes IS NOT NULL AND (name IS NULL OR transport <> 'bearer' OR scopes "
     "NOT "
     "IN ('read', 'write', 'chat', 'read,write', 'read,chat', 'write,chat', 'read,write,chat'))"},
    {"users with more than 20 remembered networks",
     "SELECT user_id FROM sign_in_places GROUP BY user_id HAVING count(*) > 20"},

    // Mails and what they carry.
    {"users with a campus whose address is not verified",
     "SELECT id FROM users WHERE campus IS NOT NULL AND email_verified_at IS NULL"},
    {"mails that are over and still have their text, or wait and have none",
     "SELECT id FROM mails WHERE (state = 'waiting') <> (body IS NOT NULL)"},
    {"users with a code for an address that is not theirs, or is verified",
     "SELECT u.id FROM email_codes c JOIN users u ON u.id = c.user_id WHERE c.email <> u.email OR "
     "u.email_verified_at IS NOT NULL"},
    {"users with a link to a new password that was sent to an address that is not theirs",
     "SELECT DISTINCT u.id FROM password_resets r JOIN users u ON u.id = r.user_id WHERE r.email <> u.email"},

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
};

// "rooms read further than they are written: 3, 7, 9 and 4 more"; nothing when no row is wrong.
class Offenders {
 public:
  void add(const std::string& name) {
    if (++count_ <= shown) names_ += (names_.empty() ? "" : ", ") + name;
  }
  void tell(std::string_view broken, std::vector<std::string>& faults) const {
    if (count_ == 0) return;
    const std::string more = count_ > shown ? " and " + std::to_string(count_ - shown) + " more" : "";
    faults.push_back(std::string(broken) + ": " + names_ + more);
  }

 private:
  static constexpr std::size_t shown = 10;
  std::size_t count_ = 0;
  std::string names_;
};

void check_engine(db::Tx& tx, std::vector<std::string>& faults) {
  auto damage = tx.query("PRAGMA integrity_check");
  while (damage.next()) {
    if (damage.view(0) != "ok") faults.push_back("the database file is damaged: " + damage.text(0));
  }
  Offenders offenders;
  auto dangling = tx.query("PRAGMA foreign_key_check");
  while (dangling.next()) {
    offenders.add(dangling.text(0) + " " + dangling.text(1) + " (" + dangling.text(2) + ")");
  }
  offenders.tell("rows that refer to what does not exist", faults);
}

void check_name_keys(db::Tx& tx, std::vector<std::string>& faults) {
  const auto fits = [](const db::Rows& row, int name, int key) {
    return row.null(name) ? row.null(key)
                          : !row.null(key) && search::name_key(row.view(name)) == row.view(key);
  };
  Offenders offenders;
  auto rows = tx.query(
      "SELECT id, major, major_key, course_name, course_key FROM posts WHERE deleted_at IS NULL ORDER BY id");
  while (rows.next()) {
    if (!fits(rows, 1, 2) || !fits(rows, 3, 4)) offenders.add(rows.text(0));
  }
  offenders.tell("posts that are not under the key of their major or course", faults);
}

void check_photo_files(db::Tx& tx, const std::string& directory, std::vector<std::string>& faults) {
  if (!std::filesystem::is_directory(directory)) {
    faults.emplace_back("the directory of the photos is missing");
    return;
  }
  const photos::PhotoFiles files(directory);
  Offenders offenders;
  auto rows = tx.query("SELECT id FROM photos");
  while (rows.next()) {
    if (!files.complete(rows.view(0))) offenders.add(rows.text(0));
  }
  offenders.tell("photos without their files", faults);
}

void check_book_keys(db::Tx& tx, std::vector<std::string>& faults) {
  // Before the program has started once, they are still to be written.
  if (!tx.query("SELECT 1 FROM post_index_version WHERE version = $1", search::index_version).next()) return;
  Offenders offenders;
  auto rows = tx.query("SELECT id, book_title, book_author, book_isbn, book_key FROM posts");
  while (rows.next()) {
    posts::Book book;
    book.title = rows.text(1);
    book.author = rows.optional_text(2);
    book.isbn = rows.optional_text(3);
    if (rows.view(4) != posts::book_key(book)) offenders.add(rows.text(0));
  }
  offenders.tell("posts whose book_key is not that of their edition", faults);
}

void check_search(db::Tx& tx, std::vector<std::string>& faults) {
  const auto tell = [&faults](std::string_view broken, const std::vector<core::PostId>& posts) {
    Offenders offenders;
    for (const core::PostId post : posts) offenders.add(std::to_string(post.value));
    offenders.tell(broken, faults);
  };
  const posts::IndexFaults found = posts::check_index(tx);
  tell("posts that the search index lacks", found.missing);
  tell("entries of the search index without a post", found.left_over);
  tell("posts of which the search index has other words", found.different);
}

}  // namespace

std::vector<std::string> check_data(const std::string& data_dir) {
  db::SqliteConnection database(data_dir + "/market.db", db::Access::read_only);
  database.run("BEGIN");
  std::vector<std::string> faults;
  check_engine(database, faults);
  for (const Rule& rule : rules) {
    Offenders offenders;
    auto rows = database.query(rule.rows);
    while (rows.next()) offenders.add(rows.text(0));
    offenders.tell(rule.broken, faults);
  }
  check_name_keys(database, faults);
  check_book_keys(database, faults);
  check_search(database, faults);
  check_photo_files(database, data_dir + "/photos", faults);
  return faults;
}

}  // namespace app
