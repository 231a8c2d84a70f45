// The schema's history, both ways, on data.
#include "db/migrate.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "support.h"

namespace migrate_test {

namespace {

using Texts = std::vector<std::string>;

const std::vector<db::Migration>& migrations() {
  static const auto loaded = db::load_migrations(GIRAFFE_SOURCE_DIR "/migrations");
  return loaded;
}

int newest() {
  return static_cast<int>(migrations().size());
}

// One row or more for each table of the newest schema.
constexpr const char* everything = R"sql(
INSERT INTO meta VALUES ('epoch', 'abcdefgh');
INSERT INTO users (id, username, display_name, email, major, password_hash, created_at)
  VALUES (1, 'seller', '김기린', 's@giraffe.example', '수학과', 'none', 1),
         (2, 'buyer', '이기린', 'b@giraffe.example', '수학과', 'none', 1);
INSERT INTO left_names VALUES (x'00', 1);
INSERT INTO sessions (id, user_id, token_hash, transport, user_agent, created_at, last_seen_at, expires_at)
  VALUES (1, 1, x'00', 'bearer', '', 1, 1, 2);
INSERT INTO sign_in_places VALUES (1, '192.0.2.1', 1);
INSERT INTO posts (id, seller_id, status, title, book_title, price, condition, place, major, major_key, created_at, updated_at, bumped_at)
  VALUES (1, 1, 'sold', '선형대수학', '선형대수학', 9000, 'good', '도서관 앞', '수학과', '수학과', 1, 1, 1);
INSERT INTO photos (id, owner_id, width, height, post_id, created_at) VALUES ('a', 1, 1, 1, 1, 1), ('b', 2, 1, 1, NULL, 1);
INSERT INTO favorites VALUES (2, 1, 1);
INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_seq, last_message_at, created_at) VALUES (1, 1, 2, 1, 1, 1, 1);
INSERT INTO messages (id, room_id, seq, sender_id, kind, body, photo_id, sent_at) VALUES (1, 1, 1, 2, 'photo', '', 'b', 1);
INSERT INTO deals (id, room_id, post_id, buyer_id, seller_id, state, price, list_price, offer_by, offered_at, created_at, updated_at)
  VALUES (1, 1, 1, 2, 1, 'completed', 9000, 9000, 'buyer', 1, 1, 1);
INSERT INTO reviews (deal_id, author_id, subject_id, stars, created_at) VALUES (1, 2, 1, 5, 1);
INSERT INTO event_streams VALUES (1, 1);
INSERT INTO events (user_id, seq, type, at, room_id, message_id) VALUES (1, 1, 'message', 1, 1, 1);
INSERT INTO blocks VALUES (1, 2, 1);
INSERT INTO alerts (id, user_id, q, same_key, token, filed_by, since, created_at) VALUES (1, 2, '선형', '선형', '선혀', 2, 0, 1);
INSERT INTO alert_matches VALUES (1, 1, 1);
INSERT INTO alert_queue (ticket, post_id) VALUES (1, 1);
INSERT INTO mails (user_id, kind, recipient, subject, body, next_at, useful_until, created_at)
  VALUES (1, 'email-code', 's@giraffe.example', '코드', '123456', 1, 2, 1);
INSERT INTO email_codes VALUES (1, 's@giraffe.example', x'00', 5, 2);
INSERT INTO password_resets (email, language, user_id, token_hash, expires_at)
  VALUES ('s@giraffe.example', 'ko', 1, x'00', 2), ('nobody@giraffe.example', 'en', NULL, NULL, 2);
INSERT INTO known_devices VALUES (1, x'00', 1);
INSERT INTO idempotency_keys (user_id, key, request_hash, status, body, created_at) VALUES (1, 'key', x'00', 201, '{}', 1);
INSERT INTO post_index (rowid, tokens) VALUES (1, 'n선 n선형 n형 fsselling');
INSERT INTO post_index_version VALUES (1);
INSERT INTO suspensions (id, user_id, reason, began_at) VALUES (1, 1, '사기', 1);
INSERT INTO post_holds VALUES (1, 1, 'suspension', 'sold', '', 1);
INSERT INTO report_cases (id, kind, subject_id, owner_id, reporters, opened_at) VALUES (1, 'post', 1, 1, 1, 1);
INSERT INTO reports VALUES (1, 1, 2, 'fraud', '', '{}', 1);
INSERT INTO account_notices (id, user_id, change, reason, at) VALUES (1, 1, 'warned', '욕설', 1);
INSERT INTO appeals (id, user_id, suspension_id, text, created_at) VALUES (1, 1, 1, '오해', 1);
INSERT INTO audit_log (id, at, actor_id, source, action, subject_kind, subject_id, details) VALUES (1, 1, 2, 'moderator', 'user.warn', 'user', 1, '{}');
INSERT INTO audit_log (id, at, actor_id, source, action, subject_kind, subject_id, details, undo) VALUES
  (2, 1, 2, 'moderator', 'audit.undo', 'audit', 1, '{"reason":"실수"}', '{}'),
  (3, 1, NULL, 'market', 'snapshot.take', 'snapshot', 0, '{"snapshot_id":"20260302T010000-abcdef"}', NULL);
INSERT INTO leaving VALUES (1);
)sql";

// The same for an older schema, which lacks some tables.
std::string everything_but(const Texts& statements) {
  std::string all = everything;
  for (const std::string& statement : statements) {
    const std::size_t begin = all.find(statement);
    all.erase(begin, all.find(";\n", begin) + 2 - begin);
  }
  return all;
}

class Fixture {
 public:
  db::Database& operator*() { return database_; }

  void to(int version) { db::migrate(database_, migrations(), version); }
  void run(const std::string& sql) {
    database_.write([&](db::Tx& tx) { tx.script(sql); });
  }

  // What CREATE statements made, but for the book-keeping itself.
  Texts schema() {
    return texts(
        "SELECT coalesce(sql, name) FROM sqlite_master WHERE tbl_name <> 'schema_migrations' AND name <> "
        "'sqlite_sequence' ORDER BY name");
  }
  // An index for full-text search can't be read as a whole; the tables that SQLite keeps it in can.
  Texts tables() {
    return texts(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'schema_migrations' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name");
  }
  // What people wrote. The index is made anew from it, by the program's next start.
  std::map<std::string, std::string> written(const Texts& names) {
    auto out = rows_of(names);
    std::erase_if(out, [](const auto& table) { return table.first.starts_with("post_index"); });
    return out;
  }
  std::map<std::string, std::string> rows_of(const Texts& names) {
    std::map<std::string, std::string> out;
    for (const auto& table : names) out[table] = texts("SELECT count(*) FROM " + table).front();
    return out;
  }
  // The first column.
  Texts texts(const std::string& sql) {
    return database_.write([&](db::Tx& tx) {
      Texts out;
      auto rows = tx.query(sql);
      while (rows.next()) out.push_back(rows.text(0));
      return out;
    });
  }

 private:
  support::TemporaryDirectory directory_;
  db::SqliteDatabase database_{(directory_.path() / "market.db").string()};
};

// A directory of migrations as an operator might have spoilt it.
class Directory {
 public:
  explicit Directory(const Texts& files) {
    for (const auto& file : files) std::ofstream(directory_.path() / file) << "SELECT 1;";
  }
  std::vector<db::Migration> load() const { return db::load_migrations(directory_.path().string()); }

 private:
  support::TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("an empty database is brought to the newest schema, and a second time changes nothing") {
  Fixture market;
  CHECK(db::schema_version(*market) == 0);
  CHECK(market.schema().empty());
  market.to(-1);
  CHECK(db::schema_version(*market) == newest());
  const auto schema = market.schema();
  CHECK_FALSE(schema.empty());
  market.to(-1);
  CHECK(market.schema() == schema);
}

TEST_CASE("each migration is undone by its own way back, with data in every table") {
  Fixture market;
  std::vector<Texts> schemas{market.schema()};
  std::vector<Texts> tables{market.tables()};
  for (int version = 1; version <= newest(); ++version) {
    market.to(version);
    CHECK(db::schema_version(*market) == version);
    schemas.push_back(market.schema());
    tables.push_back(market.tables());
  }
  market.run(everything);
  for (const auto& count : market.rows_of(tables.back())) {
    CAPTURE(count.first);
    CHECK(count.second != "0");
  }
  for (int version = newest() - 1; version >= 0; --version) {
    CAPTURE(version);
    const auto at = static_cast<std::size_t>(version);
    const auto before = market.written(tables[at]);
    market.to(version);
    CHECK(db::schema_version(*market) == version);
    CHECK(market.schema() == schemas[at]);
    CHECK(market.written(tables[at]) == before);
  }
  market.to(-1);
  CHECK(market.schema() == schemas.back());
  market.run(everything);  // there is nothing of the first time that it could clash with
}

TEST_CASE("going back behind the keys of names and forth again has them and the index made anew") {
  Fixture market;
  market.to(-1);
  market.run(everything);
  CHECK(market.texts("SELECT major_key FROM posts") == Texts{"수학과"});
  market.to(2);
  CHECK(market.texts("SELECT major FROM posts") == Texts{"수학과"});
  market.to(-1);
  CHECK(market.texts("SELECT major || coalesce(major_key, ' without a key') FROM posts") ==
        Texts{"수학과 without a key"});
  CHECK(market.texts("SELECT version FROM post_index_version").empty());
}

TEST_CASE("going back behind access tokens ends them, or they would be sessions that may everything") {
  Fixture market;
  market.to(8);
  market.run(
      "INSERT INTO users (id, username, display_name, email, major, password_hash, created_at) "
      "VALUES (1, 'seller', 's', 's@giraffe.example', 'm', 'none', 1);"
      "INSERT INTO sessions (id, user_id, token_hash, transport, user_agent, created_at, last_seen_at, "
      "expires_at) "
      "VALUES (1, 1, x'00', 'cookie', 'a', 1, 2, 3);");
  market.to(9);
  const std::string session =
      "SELECT id || transport || user_agent || created_at || last_seen_at || expires_at FROM sessions";
  CHECK(market.texts(session) == Texts{"1cookiea123"});
  CHECK(market.texts("SELECT id FROM sessions WHERE scopes IS NULL AND last_address IS NULL") == Texts{"1"});
  CHECK_THROWS(market.run("UPDATE sessions SET scopes = ''"));
  market.run(
      "UPDATE sessions SET last_address = '192.0.2.1';"
      "INSERT INTO sign_in_places VALUES (1, '192.0.2.1', 1);"
      "INSERT INTO sessions (id, user_id, token_hash, transport, name, user_agent, created_at, last_seen_at, "
      "expires_at, scopes) VALUES (2, 1, x'01', 'bearer', 'bot', '', 1, 0, 3, 'read');");
  market.to(8);
  CHECK(market.texts(session) == Texts{"1cookiea123"});
  market.to(9);
  CHECK(market.texts("SELECT count(*) FROM sign_in_places") == Texts{"0"});
}

TEST_CASE(
    "reviews from before they were hidden at first are shown, and hidden ones count when one goes back") {
  Fixture market;
  market.to(9);
  market.run(R"sql(
    INSERT INTO users (id, username, display_name, email, major, password_hash, created_at, rating_sum, rating_count)
      VALUES (1, 'seller', 's', 's@giraffe.example', 'm', 'none', 1, 5, 1), (2, 'buyer', 'b', 'b@giraffe.example', 'm', 'none', 1, 0, 0);
    INSERT INTO posts (id, seller_id, status, title, book_title, price, condition, place, created_at, updated_at, bumped_at, sold_at)
      VALUES (1, 1, 'sold', 't', 't', 9000, 'good', 'p', 1, 1, 1, 70), (2, 1, 'reserved', 't', 't', 9000, 'good', 'p', 1, 1, 1, NULL);
    INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_seq, last_message_at, created_at)
      VALUES (1, 1, 2, 1, 3, 1, 1), (2, 2, 2, 1, 1, 1, 1);
    INSERT INTO messages (room_id, seq, sender_id, kind, body, sent_at)
      VALUES (1, 1, 2, 'text', 'x', 10), (1, 2, 1, 'text', 'x', 30), (1, 3, 1, 'text', 'x', 40), (2, 1, 2, 'text', 'x', 50);
    INSERT INTO deals (id, room_id, post_id, buyer_id, seller_id, state, price, list_price, offer_by, offered_at, created_at, updated_at, meeting_place, meeting_at)
      VALUES (1, 1, 1, 2, 1, 'completed', 9000, 9000, 'buyer', 1, 1, 80, 'p', 5000000),
             (2, 2, 2, 2, 1, 'reserved', 9000, 9000, 'buyer', 1, 1, 1, 'p', 5000000);
    INSERT INTO reviews VALUES (1, 2, 1, 5, '', 75);
  )sql");
  market.to(10);
  CHECK(market.texts("SELECT published_at FROM reviews") == Texts{"75"});
  CHECK(market.texts("SELECT coalesce(completed_at, 'never') FROM deals ORDER BY id") ==
        Texts{"70", "never"});
  CHECK(market.texts("SELECT coalesce(remind_at, 'never') FROM deals ORDER BY id") ==
        Texts{"never", "1400000"});
  CHECK(market.texts("SELECT coalesce(answered_at, 'never') FROM rooms ORDER BY id") == Texts{"30", "never"});
  market.run(
      "INSERT INTO reviews (deal_id, author_id, subject_id, stars, created_at, publish_at) VALUES (1, 1, 2, "
      "3, 90, 99)");
  market.to(9);
  CHECK(market.texts("SELECT rating_sum || ' of ' || rating_count FROM users ORDER BY id") ==
        Texts{"5 of 1", "3 of 1"});
}

TEST_CASE("going back behind the keeping of messages lets those that have expired say so") {
  Fixture market;
  market.to(-1);
  market.run(everything);
  market.run(
      "UPDATE photos SET message_id = NULL; UPDATE messages SET photo_id = NULL; UPDATE rooms SET "
      "expired_seq = 1");
  market.to(12);
  CHECK(market.texts("SELECT kind || ': ' || body FROM messages") ==
        Texts{"text: 보관 기간이 지난 메시지입니다."});
}

TEST_CASE("photos of posts that were deleted before are freed, but for the cover that a room shows") {
  Fixture market;
  market.to(12);
  // Before names were kept, and acts were taken back.
  market.run(everything_but({"INSERT INTO leaving", "INSERT INTO left_names",
                             "INSERT INTO audit_log (id, at, actor_id, source, action, subject_kind, "
                             "subject_id, details, undo)"}));
  market.run(
      "UPDATE posts SET deleted_at = 1; INSERT INTO photos (id, owner_id, width, height, post_id, position, "
      "created_at) VALUES ('c', 1, 1, 1, 1, 1, 1)");
  market.to(-1);
  CHECK(market.texts("SELECT id FROM photos WHERE post_id IS NOT NULL") == Texts{"a"});
  CHECK(market.texts("SELECT created_at FROM photos WHERE id = 'c'") == Texts{"0"});
}

TEST_CASE("rooms from before keep of their posts what these are") {
  Fixture market;
  market.to(17);
  market.run(everything_but({"INSERT INTO leaving"}));
  market.to(-1);
  CHECK(market.texts("SELECT post_title || ' ' || post_cover FROM rooms") == Texts{"선형대수학 a"});
}

TEST_CASE(
    "going back behind moderation shows what was on hold as its deals know it, but for what a moderator "
    "hid") {
  Fixture market;
  market.to(-1);
  market.run(everything);
  market.run(
      "UPDATE posts SET status = 'hidden'; INSERT INTO posts (id, seller_id, status, title, book_title, "
      "price, condition, place, created_at, updated_at, bumped_at) SELECT 1 + n, 1, status, title, "
      "book_title, "
      "price, condition, place, 1, 1, 1 FROM posts, (SELECT 1 AS n UNION ALL SELECT 2);"
      "INSERT INTO post_holds VALUES (2, 1, 'reports', 'selling', '', 1), (3, 1, 'moderator', 'selling', "
      "'광고', 1)");
  market.to(11);
  CHECK(market.texts("SELECT status FROM posts ORDER BY id") == Texts{"sold", "selling", "hidden"});
}

TEST_CASE(
    "going back behind what is taken back loses no entry of the audit log, and forth again has them as they "
    "were") {
  Fixture market;
  market.to(-1);
  market.run(everything);
  const std::string entries =
      "SELECT id || ' ' || action || ' ' || subject_kind || ' ' || subject_id || ' ' || details FROM "
      "audit_log "
      "ORDER BY id";
  const auto before = market.texts(entries);
  market.to(13);
  CHECK(market.texts("SELECT subject_kind || ' ' || subject_id FROM audit_log ORDER BY id") ==
        Texts{"user 1", "user 2", "user 0"});
  CHECK_THROWS(market.run("DELETE FROM audit_log"));
  market.to(-1);
  CHECK(market.texts(entries) == before);
  // The one thing that is lost: these acts can no longer be taken back.
  CHECK(market.texts("SELECT id FROM audit_log WHERE undo IS NOT NULL").empty());
  CHECK_THROWS(market.run("DELETE FROM audit_log"));
}

TEST_CASE("a schema from the future is refused, and so is a version that there is no migration for") {
  Fixture market;
  market.to(-1);
  const auto schema = market.schema();
  const std::string above = std::to_string(newest() + 1);
  CHECK_THROWS_AS(market.to(newest() + 1), std::runtime_error);
  market.run("INSERT INTO schema_migrations VALUES (" + above + ", 'tomorrow')");
  CHECK_THROWS_WITH_AS(market.to(-1), doctest::Contains(above.c_str()), std::runtime_error);
  CHECK_THROWS_AS(market.to(0), std::runtime_error);
  CHECK(market.schema() == schema);
}

TEST_CASE("a migration that fails leaves everything as it was, and can be tried again") {
  Fixture market;
  market.to(-1);
  market.run(everything);
  const auto schema = market.schema();
  const auto rows = market.rows_of(market.tables());
  auto with_next = migrations();
  db::Migration& next = with_next.emplace_back();
  next = {newest() + 1, "9999_next",
          "CREATE TABLE next (id INTEGER); DELETE FROM messages; INSERT INTO nowhere VALUES (1);",
          "DROP TABLE next; DELETE FROM messages; DROP TABLE nowhere;"};
  const std::string before_any_row =
      "CREATE TABLE next (id INTEGER); ALTER TABLE users ADD COLUMN next TEXT; DROP INDEX posts_by_isbn; "
      "INSERT INTO nowhere VALUES (1);";

  for (const std::string& up : {next.up, before_any_row}) {
    CAPTURE(up);
    next.up = up;
    CHECK_THROWS_AS(db::migrate(*market, with_next), std::runtime_error);
    CHECK(db::schema_version(*market) == newest());
    CHECK(market.schema() == schema);
    CHECK(market.rows_of(market.tables()) == rows);
  }

  next.up = "CREATE TABLE next (id INTEGER);";
  db::migrate(*market, with_next);
  CHECK(db::schema_version(*market) == newest() + 1);
  CHECK(market.schema().size() == schema.size() + 1);

  // The way back may fail just as well.
  CHECK_THROWS_AS(db::migrate(*market, with_next, newest()), std::runtime_error);
  CHECK(db::schema_version(*market) == newest() + 1);
  CHECK(market.rows_of({"messages"}) == std::map<std::string, std::string>{{"messages", "1"}});
  next.down = "DROP TABLE next;";
  db::migrate(*market, with_next, newest());
  CHECK(market.schema() == schema);
}

TEST_CASE("migrations are taken in the order of their numbers") {
  const auto loaded =
      Directory({"0002_b.up.sql", "0002_b.down.sql", "0001_a.down.sql", "0001_a.up.sql", "README"}).load();
  REQUIRE(loaded.size() == 2);
  CHECK(loaded[0].name == "0001_a");
  CHECK(loaded[1].name == "0002_b");
}

TEST_CASE("a gap, a double number, no number or no way back is refused") {
  const std::vector<Texts> spoilt = {
      {"0001_a.up.sql", "0001_a.down.sql", "0003_c.up.sql", "0003_c.down.sql"},
      {"0002_b.up.sql", "0002_b.down.sql"},
      {"0001_a.up.sql", "0001_a.down.sql", "0001_b.up.sql", "0001_b.down.sql"},
      {"0001_a.up.sql", "0001_a.down.sql", "1_b.up.sql", "1_b.down.sql"},
      {"a.up.sql", "a.down.sql"},
      {"0001a.up.sql", "0001a.down.sql"},
      {"0001_a.up.sql"},
  };
  for (const Texts& files : spoilt) {
    CAPTURE(files.front());
    CHECK_THROWS_AS(Directory(files).load(), std::runtime_error);
  }
  CHECK_THROWS_WITH_AS(db::load_migrations("/no/such/place"), doctest::Contains("migrations_dir"),
                       std::runtime_error);
}

TEST_CASE(
    "a migration that fails in the middle of several leaves the database as it was, and tells which it was") {
  Fixture market;
  market.to(newest() - 2);
  const auto schema = market.schema();
  auto broken = migrations();
  broken.back().up =
      "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO half VALUES (1); INSERT INTO nowhere VALUES (1);";
  try {
    db::migrate(*market, broken);
    FAIL("it was taken");
  } catch (const std::runtime_error& error) {
    const std::string told = error.what();
    CHECK(told.starts_with("the migration " + broken.back().name +
                           " failed, and the database is as it was before"));
    CHECK(told.find("nowhere") != std::string::npos);
  }
  CHECK(db::schema_version(*market) == newest() - 2);
  CHECK(market.schema() == schema);
  market.to(-1);
  CHECK(db::schema_version(*market) == newest());
  // Down again the same way.
  const auto whole = market.schema();
  broken = migrations();
  broken[broken.size() - 2].down = "DROP TABLE nowhere;";
  CHECK_THROWS_AS(db::migrate(*market, broken, newest() - 3), std::runtime_error);
  CHECK(db::schema_version(*market) == newest());
  CHECK(market.schema() == whole);
}

TEST_CASE("no number is given out twice, whatever has become of what had it, in data from before as well") {
  Fixture market;
  market.to(14);
  market.run(everything_but({"INSERT INTO leaving"}));
  market.to(-1);
  const auto next = [&] {
    return market
        .texts(
            "INSERT INTO users (username, display_name, email, major, password_hash, created_at) "
            "SELECT 'u' || count(*), 'x', count(*) || '@giraffe.example', 'm', 'none', 1 FROM users "
            "RETURNING id")
        .front();
  };
  CHECK(next() == "3");
  market.run("DELETE FROM users WHERE id = 3");
  CHECK(next() == "4");
  market.run("DELETE FROM users WHERE id = 4");
  market.run(
      "DELETE FROM sessions; INSERT INTO sessions (user_id, token_hash, transport, user_agent, created_at, "
      "last_seen_at, expires_at) VALUES (1, x'02', 'bearer', '', 1, 1, 2)");
  CHECK(market.texts("SELECT id FROM sessions") == Texts{"2"});
  CHECK(market.texts("PRAGMA integrity_check") == Texts{"ok"});
  // Each table that gives out numbers of its own, but the queue, which has a count of its own.
  CHECK(market
            .texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%  id INTEGER PRIMARY "
                   "KEY,%'")
            .empty());
}

}  // namespace migrate_test
