// The rules of `giraffe check`: silent about a market that is as it should be, and each finds what breaks it.
#include "app/check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/check_rules.h"
#include "db/sqlite_connection.h"
#include "photos/photo_files.h"
#include "posts/index_check.h"
#include "posts/post_search.h"
#include "support.h"

namespace check_test {

namespace {

// Two people, two deals with their rooms, messages and events (one deal is completed and reviewed), a
// favourite, and two photos: one of a post, one of a message.
constexpr const char* market = R"sql(
INSERT INTO users (id, username, display_name, email, major, password_hash, created_at, rating_sum, rating_count)
  VALUES (1, 'seller', 's', 's@giraffe.example', 'm', 'none', 1, 4, 1), (2, 'buyer', 'b', 'b@giraffe.example', 'm', 'none', 1, 0, 0);
INSERT INTO posts (id, seller_id, status, title, book_title, price, condition, place, created_at, updated_at, bumped_at, favorite_count, deal_count)
  VALUES (1, 1, 'sold', 't', 't', 9000, 'good', 'p', 1, 1, 1, 1, 0), (2, 1, 'reserved', 't', 't', 9000, 'good', 'p', 1, 1, 1, 0, 1),
         (3, 1, 'selling', 't', 't', 9000, 'good', 'p', 1, 1, 1, 0, 0);
UPDATE posts SET major = '전산 학과', major_key = '전산학과', sold_at = 1 WHERE id = 1;
INSERT INTO favorites VALUES (2, 1, 1);
INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_seq, last_message_at, buyer_read_seq, seller_unread, created_at, answered_at)
  VALUES (1, 1, 2, 1, 2, 1, 1, 1, 1, 1), (2, 2, 2, 1, 0, 1, 0, 0, 1, NULL);
INSERT INTO photos (id, owner_id, width, height, post_id, position, message_id, created_at)
  VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 1, 1, 1, 0, NULL, 1), ('bbbbbbbbbbbbbbbbbbbbbbbbbb', 2, 1, 1, NULL, 0, 2, 1);
INSERT INTO messages (id, room_id, seq, sender_id, kind, body, photo_id, sent_at)
  VALUES (1, 1, 1, 1, 'text', 'x', NULL, 1), (2, 1, 2, 2, 'photo', '', 'bbbbbbbbbbbbbbbbbbbbbbbbbb', 1);
INSERT INTO deals (id, room_id, post_id, buyer_id, seller_id, state, price, list_price, offer_by, offered_at, created_at, updated_at, expires_at, completed_at)
  VALUES (1, 1, 1, 2, 1, 'completed', 9000, 9000, 'buyer', 1, 1, 1, NULL, 1), (2, 2, 2, 2, 1, 'reserved', 9000, 9000, 'buyer', 1, 1, 1, 9, NULL);
INSERT INTO reviews (deal_id, author_id, subject_id, stars, created_at, publish_at, published_at) VALUES (1, 2, 1, 4, 1, 2, 2);
INSERT INTO event_streams VALUES (1, 3), (2, 1);
INSERT INTO events (user_id, seq, type, at, room_id, message_id) VALUES (1, 2, 'message', 1, 1, 1), (1, 3, 'message', 1, 1, 2);
INSERT INTO events (user_id, seq, type, at, post_id, data) VALUES (2, 1, 'alert', 1, 3, '[1]');
INSERT INTO alerts (id, user_id, q, same_key, token, filed_by, since, created_at) VALUES (1, 2, 't', 't', 't', 2, 0, 1);
INSERT INTO alert_matches VALUES (1, 3, 1);
INSERT INTO sessions (id, user_id, token_hash, transport, name, user_agent, created_at, last_seen_at, expires_at, scopes)
  VALUES (1, 1, x'00', 'cookie', NULL, '', 1, 1, 2, NULL), (2, 1, x'01', 'bearer', 'bot', '', 1, 0, 2, 'read,chat');
INSERT INTO sign_in_places VALUES (1, '192.0.2.1', 1);
UPDATE alert_tickets SET newest = 1;
INSERT INTO alert_queue (ticket, post_id) VALUES (1, 3);
INSERT INTO users (id, username, display_name, email, major, password_hash, created_at) VALUES (8, 'cheat', 'c', 'c@giraffe.example', 'm', 'none', 1);
INSERT INTO posts (id, seller_id, status, title, book_title, price, condition, place, created_at, updated_at, bumped_at)
  VALUES (8, 8, 'hidden', 't', 't', 9000, 'good', 'p', 1, 1, 1);
INSERT INTO post_holds VALUES (8, 8, 'suspension', 'selling', '', 1);
INSERT INTO suspensions (id, user_id, reason, began_at, settled) VALUES (1, 8, 'r', 1, 1);
INSERT INTO report_cases (id, kind, subject_id, owner_id, reporters, opened_at) VALUES (1, 'user', 8, 8, 1, 1);
INSERT INTO reports VALUES (1, 1, 2, 'fraud', '', '{}', 1);
INSERT INTO appeals (id, user_id, suspension_id, text, created_at) VALUES (1, 8, 1, 't', 1);
INSERT INTO audit_log (id, at, actor_id, source, action, subject_kind, subject_id, details) VALUES (1, 1, 1, 'moderator', 'user.ban', 'user', 8, '{}');
UPDATE users SET email_verified_at = 1, campus = 'c' WHERE id = 1;
INSERT INTO idempotency_keys (user_id, key, request_hash, status, location, body, created_at)
  VALUES (1, 'k1', x'00', 201, '/posts/2', '{}', 1), (2, 'k2', x'00', 201, '/deals/1', '{}', 1),
         (2, 'k3', x'00', 201, '/photos/cccccccccccccccccccccccccc/full', '{}', 1), (2, 'k4', x'00', 200, NULL, '{}', 1);
INSERT INTO mails (id, user_id, kind, recipient, subject, body, state, next_at, useful_until, created_at)
  VALUES (1, 1, 'k', 's@giraffe.example', 's', 'b', 'waiting', 1, 2, 1), (2, 1, 'k', 's@giraffe.example', 's', NULL, 'sent', 1, 2, 1);
INSERT INTO email_codes VALUES (2, 'b@giraffe.example', x'00', 5, 2);
INSERT INTO password_resets (email, language, user_id, token_hash, expires_at)
  VALUES ('s@giraffe.example', 'ko', 1, x'00', 2), ('nobody@giraffe.example', 'en', NULL, NULL, 2);
)sql";

struct Planted {
  const char* fault;
  const char* sentence;  // what has to be said of it, and nothing else
};

constexpr Planted planted[] = {
    {"UPDATE sessions SET scopes = 'chat,read' WHERE id = 2",
     "access tokens without a name, or with scopes that are none: 2"},
    {"UPDATE sessions SET name = NULL WHERE id = 2",
     "access tokens without a name, or with scopes that are none: 2"},
    {"INSERT INTO sign_in_places SELECT 2, users.id || value, 1 FROM users, "
     "json_each('[0,1,2,3,4,5,6,7,8,9,10]')",
     "users with more than 20 remembered networks: 2"},
    {"UPDATE messages SET seq = 3 WHERE id = 2",
     "rooms whose messages are not numbered 1, 2, 3 … up to last_seq: 1"},
    {"UPDATE rooms SET last_seq = 1 WHERE id = 2",
     "rooms whose messages are not numbered 1, 2, 3 … up to last_seq: 2"},
    {"UPDATE rooms SET seller_read_seq = 3, seller_unread = 0 WHERE id = 1",
     "rooms read further than they are written: 1"},
    {"UPDATE rooms SET last_message_at = 5 WHERE id = 1",
     "rooms whose last_message_at is not that of the newest message: 1"},
    {"UPDATE rooms SET buyer_unread = 1",
     "rooms whose buyer_unread is not the number of unread messages: 1, 2"},
    {"UPDATE rooms SET seller_unread = 2 WHERE id = 1",
     "rooms whose seller_unread is not the number of unread messages: 1"},
    {"INSERT INTO rooms (post_id, buyer_id, seller_id, last_message_at, created_at) VALUES (3, 1, 1, 1, 1)",
     "rooms whose seller is not the post's: 3"},
    {"INSERT INTO users (id, username, display_name, email, major, password_hash, created_at) VALUES (3, "
     "'x', 'x', "
     "'x@giraffe.example', 'm', 'none', 1); UPDATE messages SET sender_id = 3 WHERE id = 2; "
     "UPDATE rooms SET buyer_unread = 1 WHERE id = 1",
     "messages from somebody who is not of the room: 2"},
    {"UPDATE rooms SET answered_at = NULL",
     "rooms in which the seller has said or decided something before answered_at: 1"},
    {"UPDATE messages SET body = '' WHERE id = 1",
     "messages with neither text nor photo that have not expired: 1"},
    {"UPDATE rooms SET expired_seq = 1 WHERE id = 1",
     "messages that have expired and still say something: 1"},
    {"UPDATE rooms SET expired_seq = 1 WHERE id = 2", "rooms expired further than they are written: 2"},
    {"UPDATE users SET password_hash = '' WHERE id = 2", "people who have left and can still be told: 2"},
    {"UPDATE users SET password_hash = '', username = 'deleted-x', email = 'deleted-x@deleted.invalid', "
     "major = '', display_name = '탈퇴한 회원' WHERE id = 8; INSERT INTO sessions (user_id, token_hash, "
     "transport, user_agent, created_at, last_seen_at, expires_at) VALUES (8, x'02', 'bearer', '', 1, 1, 2)",
     "people who have left and are still signed in, or remembered somewhere: 8"},
    {"UPDATE users SET password_hash = '', username = 'deleted-x', email = 'deleted-x@deleted.invalid', "
     "major = '', display_name = '탈퇴한 회원' WHERE id = 8; INSERT INTO sign_in_places VALUES (8, "
     "'192.0.2.1', 1)",
     "people who have left and are still signed in, or remembered somewhere: 8"},
    {"UPDATE posts SET deleted_at = 1 WHERE id = 1; INSERT INTO photos (id, owner_id, width, height, "
     "post_id, "
     "position, created_at) SELECT 'cccccccccccccccccccccccccc', 1, 1, 1, 1, 1, 1",
     "photos of a deleted post that nobody is shown: cccccccccccccccccccccccccc"},
    {"UPDATE event_streams SET newest = 4 WHERE user_id = 1",
     "users whose events are not numbered without gaps up to the stream's newest: 1"},
    {"UPDATE events SET seq = 1 WHERE seq = 2",
     "users whose events are not numbered without gaps up to the stream's newest: 1"},
    {"DELETE FROM event_streams WHERE user_id = 1", "users with events but no stream: 1"},
    {"UPDATE events SET deal_id = 7 WHERE seq = 3", "users told of what does not exist: 1"},
    {"UPDATE posts SET deal_count = 1 WHERE id = 3",
     "posts whose deal_count is not the number of open deals: 3"},
    {"DELETE FROM favorites", "posts whose favorite_count is not the number of favourites: 1"},
    {"UPDATE posts SET status = 'reserved' WHERE id = 3",
     "reserved posts without exactly one reserved deal: 3"},
    {"UPDATE posts SET status = 'selling' WHERE id = 2", "reserved deals whose post is not reserved: 2"},
    {"UPDATE posts SET status = 'sold', sold_at = 1 WHERE id = 3",
     "sold posts without exactly one completed deal: 3"},
    {"UPDATE posts SET status = 'selling', sold_at = NULL WHERE id = 1",
     "completed deals whose post is not sold: 1"},
    {"UPDATE posts SET status = 'hidden' WHERE id = 2; UPDATE deals SET state = 'negotiating', turn = "
     "'buyer' WHERE id "
     "= 2",
     "open deals of posts that are sold, hidden or deleted: 2"},
    {"UPDATE posts SET sold_at = NULL WHERE id = 1",
     "posts that are sold without a time of it, or have one without being so: 1"},
    {"UPDATE posts SET sold_at = 1 WHERE id = 3",
     "posts that are sold without a time of it, or have one without being so: 3"},
    {"UPDATE idempotency_keys SET location = '/posts/99' WHERE key = 'k1'",
     "remembered answers that tell of a post or a deal that does not exist, or is not the user's: 1 k1"},
    {"UPDATE idempotency_keys SET location = '/deals/99' WHERE key = 'k2'",
     "remembered answers that tell of a post or a deal that does not exist, or is not the user's: 2 k2"},
    {"UPDATE idempotency_keys SET user_id = 8 WHERE key = 'k1'",
     "remembered answers that tell of a post or a deal that does not exist, or is not the user's: 8 k1"},
    {"UPDATE rooms SET post_id = 3 WHERE id = 2", "deals that are not between the two of their room: 2"},
    {"UPDATE deals SET turn = 'buyer' WHERE id = 2",
     "deals in negotiation that are nobody's turn, or others that are somebody's: 2"},
    {"UPDATE deals SET completed_at = 1",
     "deals that are completed without a time of it, or have one without being so: 2"},
    {"UPDATE deals SET remind_at = 1",
     "deals that are to remind of a meeting that is not to come about: 1, 2"},
    {"UPDATE deals SET expires_at = 9 WHERE id = 1", "deals that are over and still expire: 1"},
    {"UPDATE reviews SET author_id = 1, subject_id = 1",
     "reviews of deals that were not completed, or not between the two of the deal: 1"},
    {"INSERT INTO reviews (deal_id, author_id, subject_id, stars, created_at) VALUES (1, 1, 2, 4, 1)",
     "reviews that are hidden though both sides have written: 1"},
    {"INSERT INTO reviews (deal_id, author_id, subject_id, stars, created_at) VALUES (1, 1, 2, 4, 1); UPDATE "
     "reviews SET published_at = NULL; UPDATE users SET rating_sum = 0, rating_count = 0",
     "reviews that are hidden though both sides have written: 1"},
    {"UPDATE reviews SET published_at = NULL", "users whose rating is not the sum of their reviews: 1"},
    {"UPDATE users SET rating_sum = 5 WHERE id = 1", "users whose rating is not the sum of their reviews: 1"},
    {"INSERT INTO blocks VALUES (1, 1, 1)", "users who have blocked themselves: 1"},
    {"INSERT INTO blocks VALUES (2, 1, 1)", "open deals between two of whom one has blocked the other: 2"},
    {"INSERT INTO blocks VALUES (1, 2, 1)", "open deals between two of whom one has blocked the other: 2"},
    {"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO alerts "
     "(user_id, q, same_key, token, filed_by, since, created_at) SELECT 2, i, i, i, 2, 0, 1 FROM n",
     "users with more than 30 saved searches: 2"},
    {"UPDATE alerts SET q = NULL", "saved searches without anything to search for: 1"},
    {"UPDATE alerts SET user_id = 1", "saved searches that found a post of the user's own: 1"},
    {"UPDATE alert_matches SET seq = 2", "saved searches that found what no event has told: 1"},
    {"UPDATE alert_tickets SET newest = 0", "queued posts whose ticket was never given out: 1"},
    {"UPDATE users SET email_verified_at = NULL WHERE id = 1",
     "users with a campus whose address is not verified: 1"},
    {"UPDATE mails SET body = 'b' WHERE id = 2",
     "mails that are over and still have their text, or wait and have none: 2"},
    {"UPDATE mails SET body = NULL WHERE id = 1",
     "mails that are over and still have their text, or wait and have none: 1"},
    {"UPDATE mails SET next_at = 3 WHERE id = 1", "mails that are to be tried once they are useless: 1"},
    {"UPDATE email_codes SET email = 'other@giraffe.example'",
     "users with a code for an address that is not theirs, or is verified: 2"},
    {"UPDATE users SET email_verified_at = 1 WHERE id = 2",
     "users with a code for an address that is not theirs, or is verified: 2"},
    {"UPDATE password_resets SET email = 'other@giraffe.example' WHERE user_id = 1",
     "users with a link to a new password that was sent to an address that is not theirs: 1"},
    {"PRAGMA foreign_keys = OFF; UPDATE alert_matches SET alert_id = 9",
     "rows that refer to what does not exist: alert_matches  (alerts)"},
    {"PRAGMA foreign_keys = OFF; UPDATE alert_queue SET post_id = 9",
     "rows that refer to what does not exist: alert_queue 1 (posts)"},
    {"UPDATE photos SET post_id = 3 WHERE message_id = 2", "photos used twice: bbbbbbbbbbbbbbbbbbbbbbbbbb"},
    {"UPDATE photos SET position = 1 WHERE post_id = 1",
     "posts whose photos are not in the places 0, 1, 2 …: 1"},
    {"UPDATE messages SET photo_id = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE id = 1",
     "messages whose photo is not theirs: 1"},
    {"UPDATE messages SET photo_id = NULL, kind = 'text', body = 'x' WHERE id = 2",
     "photos of a message that does not show them: bbbbbbbbbbbbbbbbbbbbbbbbbb"},
    {"UPDATE posts SET major = '수학과', major_key = '수학' WHERE id = 2; "
     "UPDATE posts SET course_key = '해석학' WHERE id = 3; UPDATE posts SET course_name = '해석학' WHERE id "
     "= 1",
     "posts that are not under the key of their major or course: 1, 2, 3"},
    {"UPDATE posts SET status = 'sold' WHERE id = 8", "posts on hold that can be seen, or are deleted: 8"},
    {"UPDATE suspensions SET settled = 0, ended_at = 2; UPDATE appeals SET state = 'closed'",
     "posts hidden by a suspension of one who is not suspended: 8"},
    {"UPDATE posts SET status = 'selling' WHERE id = 8; DELETE FROM post_holds",
     "posts on sale by one whose suspension is settled: 8"},
    {"UPDATE report_cases SET subject_id = 99", "cases about what does not exist: 1"},
    {"UPDATE report_cases SET kind = 'post', subject_id = 99", "cases about what does not exist: 1"},
    {"UPDATE report_cases SET kind = 'message'", "cases about what does not exist: 1"},
    {"UPDATE report_cases SET reporters = 2", "cases whose reporters are not the number of their reports: 1"},
    {"UPDATE report_cases SET state = 'dismissed'",
     "cases that are decided without a time, or undecided with one: 1"},
    {"UPDATE reports SET reporter_id = 8", "reports by the one who is reported: 1"},
    {"UPDATE suspensions SET ended_at = 2; DELETE FROM post_holds", "open appeals against what has ended: 1"},
    {"UPDATE appeals SET user_id = 2", "appeals by another than the one it is about: 1"},
    {"INSERT INTO audit_log (id, at, source, action, subject_kind, subject_id, details) VALUES (3, 1, "
     "'operator', "
     "'user.role', 'user', 1, '{}')",
     "gaps in the audit log: 3"},
    {"INSERT INTO appeals (id, user_id, post_id, text, created_at) SELECT 2, seller_id, id, '오해', 1 FROM "
     "posts "
     "WHERE id = 1",
     "open appeals about posts that nobody keeps hidden: 2"},
    {"INSERT INTO audit_log (id, at, source, action, subject_kind, subject_id, details) VALUES (2, 1, "
     "'operator', "
     "'audit.undo', 'audit', 3, '{}')",
     "acts that are taken back by an entry from before them, or that can't be: 2"},
    {"DROP INDEX audit_log_undone; INSERT INTO audit_log (id, at, source, action, subject_kind, subject_id, "
     "details) SELECT id + 1, 1, 'operator', 'audit.undo', 'audit', 1, '{}' FROM audit_log UNION ALL SELECT "
     "3, 1, "
     "'operator', 'audit.undo', 'audit', 1, '{}'",
     "acts that are taken back more than once: 1"},
    {"INSERT INTO audit_log (id, at, source, action, subject_kind, subject_id, details) VALUES (2, 1, "
     "'operator', "
     "'user.warn', 'audit', 1, '{}')",
     "entries that take an act back and are not about one, or the other way round: 2"},
    {"INSERT INTO audit_log (id, at, source, action, subject_kind, subject_id, details, undo) VALUES (2, 1, "
     "'operator', 'user.warn', 'user', 1, '{}', '{')",
     "entries from which nobody could tell how to take them back: 2"},
    {"PRAGMA foreign_keys = OFF; UPDATE posts SET seller_id = 9 WHERE id = 3",
     "rows that refer to what does not exist: posts 3 (users)"},
};

void write_photo_files(const std::string& data_dir) {
  const photos::PhotoFiles files(data_dir + "/photos");
  for (const char* id :
       {"aaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccc"}) {
    files.write(id, {{1, 1, "w"}, {1, 1, "w"}, {1, 1, "w"}});
  }
}

}  // namespace

TEST_CASE("a market as it should be has no faults") {
  support::MarketDatabase database;
  write_photo_files(database.data_dir());
  database->write([](db::Tx& tx) { tx.script(market); });
  CHECK(app::check_data(database.data_dir()).faults.empty());
}

TEST_CASE("every fault is found, and named once") {
  for (const Planted& plant : planted) {
    CAPTURE(std::string(plant.fault));
    support::MarketDatabase database;
    write_photo_files(database.data_dir());
    database->write([](db::Tx& tx) { tx.script(market); });
    db::SqliteConnection(database.data_dir() + "/market.db", db::Access::read_write).script(plant.fault);
    CHECK(app::check_data(database.data_dir()).faults == std::vector<std::string>{plant.sentence});
  }
}

TEST_CASE("no rule is without a fault that it finds") {
  for (const auto rules : {app::chat_rules(), app::deal_rules(), app::people_rules()}) {
    for (const app::Rule& rule : rules) {
      CAPTURE(std::string(rule.broken));
      CHECK(std::any_of(std::begin(planted), std::end(planted), [&](const Planted& plant) {
        return std::string_view(plant.sentence).starts_with(std::string(rule.broken) + ": ");
      }));
    }
  }
}

TEST_CASE("a database alone, under any name, is held against all rules but those of the photos' files") {
  support::MarketDatabase database;
  const std::string copy = database.data_dir() + "/copy.db";
  database->write([](db::Tx& tx) { tx.script(market); });
  db::SqliteConnection(database.data_dir() + "/market.db", db::Access::read_only)
      .script("VACUUM INTO '" + copy + "'");
  CHECK(app::check_database(copy).empty());
  db::SqliteConnection(copy, db::Access::read_write).script("DELETE FROM favorites");
  CHECK(app::check_database(copy) ==
        std::vector<std::string>{"posts whose favorite_count is not the number of favourites: 1"});
  db::SqliteConnection(copy, db::Access::read_write)
      .script("DELETE FROM schema_migrations WHERE version > 12");
  CHECK(app::check_database(copy).empty());  // an older schema: the rules are not for it
}

TEST_CASE("a damaged database is a fault, wherever the damage is") {
  support::MarketDatabase database;
  const std::string copy = database.data_dir() + "/copy.db";
  database->write([](db::Tx& tx) { tx.script(market); });
  db::SqliteConnection(database.data_dir() + "/market.db", db::Access::read_only)
      .script("VACUUM INTO '" + copy + "'");
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(copy));
  constexpr std::streamoff page = 4096;
  for (std::streamoff at = page; at < size; at += page) {
    CAPTURE(at / page + 1);
    const std::string spoilt = copy + ".spoilt";
    std::filesystem::copy_file(copy, spoilt, std::filesystem::copy_options::overwrite_existing);
    std::fstream(spoilt, std::ios::in | std::ios::out | std::ios::binary).seekp(at)
        << std::string(16, '\xa5');
    const auto faults = app::check_database(spoilt);
    CHECK_FALSE(faults.empty());
    if (!faults.empty()) CHECK(faults.front().starts_with("the database file is damaged: "));
  }
}

TEST_CASE("a post under another edition's key is found, once the program has written the keys") {
  support::MarketDatabase database;
  write_photo_files(database.data_dir());
  database->write([](db::Tx& tx) { tx.script(market); });
  CHECK(app::check_data(database.data_dir()).faults.empty());
  posts::prepare_index(*database);
  CHECK(app::check_data(database.data_dir()).faults.empty());
  database->write([](db::Tx& tx) { tx.run("UPDATE posts SET book_key = 'another/' WHERE id = 2"); });
  CHECK(app::check_data(database.data_dir()).faults ==
        std::vector<std::string>{"posts whose book_key is not that of their edition: 2"});
}

namespace {

// What is said of the index of `posts` posts when `fault` has been done to it.
std::vector<std::string> check_spoilt_index(int posts, const std::string& fault) {
  support::MarketDatabase database;
  std::filesystem::create_directory(database.data_dir() + "/photos");
  const auto seller = database.add_user("seller");
  for (int i = 0; i < posts; ++i) database.add_post(seller, "자바 " + std::to_string(i + 1));
  posts::prepare_index(*database);
  database->write([&](db::Tx& tx) { tx.script(fault); });
  return app::check_data(database.data_dir()).faults;
}

}  // namespace

TEST_CASE("what the search index has wrong is found") {
  const std::string put = "INSERT INTO post_index (rowid, tokens) VALUES ";
  const std::string take = "INSERT INTO post_index (post_index, rowid, tokens) VALUES ('delete', ";
  for (const int posts : {5, 2000}) {
    CAPTURE(posts);
    CHECK(check_spoilt_index(posts, "SELECT 1").empty());
    CHECK(check_spoilt_index(posts, "UPDATE posts SET deleted_at = 1 WHERE id = 3") ==
          std::vector<std::string>{"entries of the search index without a post: 3"});
    CHECK(check_spoilt_index(posts, put + "(5000, 'n자 fssold')") ==
          std::vector<std::string>{"entries of the search index without a post: 5000"});
    CHECK(check_spoilt_index(posts, "INSERT INTO post_index (post_index) VALUES ('delete-all')").front() ==
          (posts == 5 ? "posts that the search index lacks: 1, 2, 3, 4, 5"
                      : "posts that the search index lacks: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1990 more"));
    CHECK(check_spoilt_index(posts, take + "4, 'n자바')") ==
          std::vector<std::string>{"posts of which the search index has other words: 4"});
    CHECK(check_spoilt_index(posts, "UPDATE posts SET title = '파이썬' WHERE id = 2") ==
          std::vector<std::string>{"posts of which the search index has other words: 2"});
    CHECK(check_spoilt_index(posts, "UPDATE posts SET status = 'hidden' WHERE id = 4") ==
          std::vector<std::string>{"posts of which the search index has other words: 4"});
  }
  CHECK(check_spoilt_index(5, put + "(4, 'n파이썬')") ==
        std::vector<std::string>{"posts of which the search index has other words: 4"});
  // The next start makes it anew.
  CHECK(check_spoilt_index(5, take + "4, 'n자바'); DELETE FROM post_index_version").empty());
}

TEST_CASE("of very many posts the words of some are looked for") {
  support::MarketDatabase database;
  const auto seller = database.add_user("seller");
  for (int i = 0; i < 20; ++i) database.add_post(seller, "자바 " + std::to_string(i + 1));
  posts::prepare_index(*database);
  const auto found = [&] {
    return database->read([](db::Tx& tx) { return posts::check_index(tx, 10).different; });
  };
  CHECK(found().empty());
  database->write([](db::Tx& tx) { tx.script("UPDATE posts SET title = '파이썬' WHERE id = 2"); });
  CHECK(found() == std::vector<core::PostId>{core::PostId{2}});
}

TEST_CASE("a photo without one of its files is found") {
  support::MarketDatabase database;
  write_photo_files(database.data_dir());
  database->write([](db::Tx& tx) { tx.script(market); });
  std::filesystem::remove(database.data_dir() + "/photos/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa/card.webp");
  CHECK(app::check_data(database.data_dir()).faults ==
        std::vector<std::string>{"photos without their files: aaaaaaaaaaaaaaaaaaaaaaaaaa"});
}

TEST_CASE("files without a photo are no fault: a crash may leave them, and the server removes them") {
  support::MarketDatabase database;
  write_photo_files(database.data_dir());
  database->write([](db::Tx& tx) { tx.script(market); });
  const app::Findings findings = app::check_data(database.data_dir());
  CHECK(findings.faults.empty());
  CHECK(findings.left_over == std::vector<std::string>{"files without a photo: cccccccccccccccccccccccccc"});
}

TEST_CASE("of many that are wrong, ten are named and the others counted") {
  support::MarketDatabase database;
  std::filesystem::create_directory(database.data_dir() + "/photos");
  const auto seller = database.add_user("seller");
  for (int i = 0; i < 12; ++i) database.add_post(seller);
  database->write([](db::Tx& tx) { tx.script("UPDATE posts SET deal_count = 1"); });
  CHECK(app::check_data(database.data_dir()).faults ==
        std::vector<std::string>{
            "posts whose deal_count is not the number of open deals: 1, 2, 3, 4, 5, 6, 7, 8, 9, "
            "10 and 2 more"});
}

TEST_CASE("where there is no database, there is a sentence") {
  const support::TemporaryDirectory nothing;
  CHECK_THROWS_WITH_AS(app::check_data(nothing.path().string()),
                       doctest::Contains("market.db can't be opened"), std::runtime_error);
}

}  // namespace check_test
