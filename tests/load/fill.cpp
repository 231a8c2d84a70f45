// Makes a market of a given size for the benchmarks, by SQL and with the real migrations:
//   load_fill MIGRATIONS_DIR DATABASE POSTS [ALERTS]
// Users come in pairs, a reader (odd id) and a seller (even id). The pair `k` has a room, numbered `k`, about
// the post of that number. The user `i` is signed in with the token "load-i". The readers have saved the
// searches in turn; alerts.mjs knows what they find.
#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>

#include "alerts/alert_store.h"
#include "core/clock.h"
#include "core/token.h"
#include "db/migrate.h"
#include "db/sqlite.h"
#include "posts/post_search.h"
#include "search/splitter.h"

namespace {

constexpr std::int64_t most_pairs = 5000;
constexpr std::int64_t rows_at_once = 20'000;  // keeps the write-ahead log short

const char* const insert_user =
    "INSERT INTO users (id, username, display_name, email, email_verified_at, major, password_hash, "
    "rating_sum, rating_count, created_at) "
    "VALUES ($1, 'student' || $1, '학생 ' || $1, 'student' || $1 || '@giraffe.example', $2, '수학과', '!', "
    "9, 2, $2)";

const char* const insert_session =
    "INSERT INTO sessions (user_id, token_hash, transport, user_agent, created_at, last_seen_at, expires_at) "
    "VALUES ($1, $2, 'bearer', 'load', $3, $3, $4)";

// Eight in ten are for sale, one is reserved, one is sold; each was put up a second after the one before.
const char* const insert_posts =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
    "INSERT INTO posts (id, seller_id, status, title, book_title, book_author, book_publisher, book_edition, "
    "book_isbn, price, condition, condition_flags, place, description, major, course_name, course_professor, "
    "favorite_count, created_at, updated_at, bumped_at, sold_at) "
    "SELECT i, 2 * (1 + (i - 1) % $3), CASE i % 10 WHEN 0 THEN 'sold' WHEN 5 THEN 'reserved' ELSE 'selling' "
    "END, "
    "json_extract($5, '$[' || (i % 8) || ']') || ' 팝니다 (' || i || ')', "
    "json_extract($5, '$[' || (i % 8) || ']'), "
    "'김기린', '기린출판사', '제' || (1 + i % 5) || '판', printf('97889%08d', i % 50000), 5000 + i * 7919 % "
    "40000, "
    "json_extract('[\"new\",\"like_new\",\"good\",\"fair\",\"poor\"]', '$[' || (i % 5) || ']'), "
    "CASE i % 3 WHEN 0 THEN 'handwriting,highlighting' ELSE '' END, '중앙도서관 앞', "
    "'한 학기 동안 쓴 책입니다. 앞부분에 연필로 쓴 풀이가 조금 있고, 나머지는 깨끗합니다.', "
    "json_extract($6, '$[' || (i % 6) || ']'), json_extract($5, '$[' || (i % 8) || ']') || ' 1', '이교수', i "
    "% "
    "4, "
    "$4 + i * 1000, $4 + i * 1000, $4 + i * 1000, CASE i % 10 WHEN 0 THEN $4 + i * 1000 END FROM n";

const char* const insert_covers =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
    "INSERT INTO photos (id, owner_id, width, height, post_id, created_at) "
    "SELECT printf('%026d', i), 2 * (1 + (i - 1) % $3), 1200, 1600, i, $4 FROM n";

const char* const insert_room =
    "INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_message_at, created_at) "
    "VALUES ($1, $1, 2 * $1 - 1, 2 * $1, $2, $2)";

const char* const books =
    R"(["미적분학","선형대수학","일반물리학","유기화학","자료구조","운영체제","경제학원론","심리학개론"])";
const char* const majors = R"(["수학과","물리학과","화학과","컴퓨터공학과","경제학과","심리학과"])";

std::int64_t pairs_of(std::int64_t posts) {
  return std::clamp<std::int64_t>(posts / 2, 1, most_pairs);
}

void fill(db::Database& database, std::int64_t posts) {
  const core::Millis now = core::SystemClock().now();
  const core::Millis first = now - posts * core::second;
  const std::int64_t pairs = pairs_of(posts);
  database.write([&](db::Tx& tx) {
    for (std::int64_t user = 1; user <= 2 * pairs; ++user) {
      tx.run(insert_user, user, now);
      tx.run(insert_session, user, db::Blob{core::digest("load-" + std::to_string(user))}, now,
             now + 3650 * core::day);
    }
  });
  for (std::int64_t from = 1; from <= posts; from += rows_at_once) {
    const std::int64_t to = std::min(posts, from + rows_at_once - 1);
    database.write([&](db::Tx& tx) {
      tx.run(insert_posts, from, to, pairs, first, books, majors);
      tx.run(insert_covers, from, to, pairs, first);
    });
  }
  database.write([&](db::Tx& tx) {
    for (std::int64_t pair = 1; pair <= pairs; ++pair) tx.run(insert_room, pair, now);
  });
}

// Two syllables, others for each number up to a million.
std::string word(std::int64_t number) {
  constexpr std::int64_t syllables = 11'172;
  std::string out;
  search::append_utf8(out, static_cast<char32_t>(0xAC00 + number * 7919 % syllables));
  search::append_utf8(out, static_cast<char32_t>(0xAC00 + number / syllables * 588));
  return out;
}

// One in four begins with one of a few books that everybody wants, and so is a candidate for many posts.
alerts::Wanted wanted(std::int64_t number) {
  static const std::array<std::string, 8> names = {"미적분학", "선형대수학", "일반물리학", "유기화학",
                                                   "자료구조", "운영체제",   "경제학원론", "심리학개론"};
  alerts::Wanted out;
  switch (number % 4) {
    case 0:
      out.q = names[static_cast<std::size_t>(number / 4 % 8)] + " " + word(number);
      break;
    case 1:
      out.q = word(number);
      break;
    case 2:
      out.isbn = std::to_string(9'788'900'000'000 + number);
      break;
    default:
      out.course = word(number);
      break;
  }
  return out;
}

void save_searches(db::Database& database, std::int64_t count, std::int64_t pairs) {
  const core::Millis now = core::SystemClock().now();
  const alerts::AlertStore store;
  for (std::int64_t from = 0; from < count; from += rows_at_once) {
    database.write([&](db::Tx& tx) {
      for (std::int64_t i = from; i < std::min(count, from + rows_at_once); ++i) {
        store.insert(tx, core::UserId{2 * (i % pairs) + 1}, wanted(i), 0, now);
      }
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::cerr << "usage: load_fill MIGRATIONS_DIR DATABASE POSTS [ALERTS]\n";
    return 2;
  }
  try {
    core::init_crypto();
    db::SqliteDatabase database(argv[2]);
    db::migrate(database, db::load_migrations(argv[1]));
    fill(database, std::stoll(argv[3]));
    posts::prepare_index(database);
    if (argc == 5) save_searches(database, std::stoll(argv[4]), pairs_of(std::stoll(argv[3])));
  } catch (const std::exception& error) {
    std::cerr << "load_fill: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
