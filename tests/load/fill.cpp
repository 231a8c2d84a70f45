// Makes a market of a given size for the benchmarks, by SQL and with the real migrations:
//   load_fill MIGRATIONS_DIR DATABASE POSTS [ALERTS [COVERS [PAIRS [MESSAGES]]]]
// Users come in PAIRS, a reader (odd id) and a seller (even id), no more than there are posts. The pair `k`
// has a room, numbered `k`, about the post of that number. The user `i` is signed in with the token "load-i".
// The readers have saved the searches in turn; alerts.mjs knows what they find. The reader 3 has blocked the
// reader 5, who has nothing for sale, and that one has more favourites than are kept of anybody
// (posts/viewer_cache), so that what they are shown is read for them alone. The first COVERS posts, all
// unless it is said, have a photo: a row, whose files are nowhere. The MESSAGES, with an event for each of
// the two, go to the rooms in turn.
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

constexpr std::int64_t most_pairs = 5000;      // unless it is said
constexpr std::int64_t rows_at_once = 20'000;  // keeps the write-ahead log short

const char* const insert_user =
    "INSERT INTO users (id, username, display_name, email, email_verified_at, major, password_hash, "
    "rating_sum, rating_count, created_at) "
    "VALUES ($1, 'student' || $1, '학생 ' || $1, 'student' || $1 || '@giraffe.example', $2, '수학과', "
    // Of no password, and as long as any.
    "printf('$argon2id$v=19$m=19456,t=2,p=1$%.22c$%.43c', '!', '!'), 9, 2, $2)";

const char* const insert_session =
    "INSERT INTO sessions (user_id, token_hash, transport, user_agent, created_at, last_seen_at, expires_at) "
    "VALUES ($1, $2, 'bearer', 'load', $3, $3, $4)";

// Eight in ten are for sale, one is reserved, one is sold; each was put up a second after the one before. Of
// what they are about, some is everywhere and some is rare: `few` is a number below 64, more often a small
// one.
const char* const insert_posts =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2), "
    "mixed (i, r) AS (SELECT i, (i * 2654435761 >> 7) & 16777215 FROM n), "
    "few (i, r, book, kind) AS (SELECT i, r, (r & 63) * (r >> 6 & 63) / 64, (r >> 12 & 7) * (r >> 15 & 7) / "
    "8 "
    "FROM mixed), "
    "named (i, r, book, title, author) AS (SELECT i, r, book, "
    "json_extract($7, '$[' || kind || ']') || json_extract($5, '$[' || book || ']'), "
    "json_extract($8, '$[' || (r % 20) || ']') || json_extract($9, '$[' || (r / 20 % 24) || ']') || "
    "json_extract($9, '$[' || (r / 480 % 24) || ']') FROM few) "
    "INSERT INTO posts (id, seller_id, status, title, book_title, book_author, book_publisher, book_edition, "
    "book_isbn, price, condition, condition_flags, place, description, major, course_name, course_professor, "
    "favorite_count, created_at, updated_at, bumped_at, sold_at) "
    "SELECT i, 2 * (1 + (i - 1) % $3), CASE i % 10 WHEN 0 THEN 'sold' WHEN 5 THEN 'reserved' ELSE 'selling' "
    "END, title || ' 팝니다 (' || i || ')', title, author, "
    "json_extract($8, '$[' || (book % 20) || ']') || '출판사', "
    "'제' || (1 + i % 5) || '판', printf('97889%08d', r % 50000), 5000 + i * 7919 % 40000, "
    "json_extract('[\"new\",\"like_new\",\"good\",\"fair\",\"poor\"]', '$[' || (i % 5) || ']'), "
    "CASE i % 3 WHEN 0 THEN 'handwriting,highlighting' ELSE '' END, '중앙도서관 앞', "
    "'한 학기 동안 쓴 책입니다. 앞부분에 연필로 쓴 풀이가 조금 있고, 나머지는 깨끗합니다.', "
    "json_extract($6, '$[' || (book % 8) || ']'), json_extract($5, '$[' || book || ']') || ' 1', "
    "json_extract($8, '$[' || (r / 7 % 20) || ']') || '교수', i % 4, "
    "$4 + i * 1000, $4 + i * 1000, $4 + i * 1000, CASE i % 10 WHEN 0 THEN $4 + i * 1000 END FROM named";

const char* const insert_covers =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
    "INSERT INTO photos (id, owner_id, width, height, post_id, created_at) "
    "SELECT printf('%026d', i), 2 * (1 + (i - 1) % $3), 1200, 1600, i, $4 FROM n";

const char* const insert_favorites =
    "INSERT INTO favorites (user_id, post_id, created_at) SELECT 5, id, $1 FROM posts WHERE id BETWEEN 401 "
    "AND 601";

const char* const insert_room =
    "INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_message_at, created_at) "
    "VALUES ($1, $1, 2 * $1 - 1, 2 * $1, $2, $2)";

// By the reader, one after the other in each room.
const char* const insert_messages =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
    "INSERT INTO messages (room_id, seq, sender_id, kind, body, client_id, sent_at) "
    "SELECT 1 + (i - 1) % $3, 1 + (i - 1) / $3, 1 + 2 * ((i - 1) % $3), 'text', "
    "'안녕하세요! 책 아직 있나요? 오늘 저녁에 중앙도서관 앞에서 볼 수 있어요.', printf('load-%026d', i), $4 "
    "FROM n";
const char* const insert_events =
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2), side (x) AS (VALUES "
    "(1), (2)) "
    "INSERT INTO events (user_id, seq, type, at, room_id, post_id, message_id) "
    "SELECT 2 * ((i - 1) % $3) + x, 1 + (i - 1) / $3, 'message', $4, 1 + (i - 1) % $3, 1 + (i - 1) % $3, i "
    "FROM n, side";
const char* const number_messages =
    "UPDATE rooms SET last_seq = (SELECT COUNT(*) FROM messages WHERE room_id = rooms.id), seller_unread = "
    "(SELECT COUNT(*) "
    "FROM messages WHERE room_id = rooms.id)";
const char* const number_events =
    "INSERT INTO event_streams (user_id, newest) SELECT user_id, MAX(seq) FROM events GROUP BY user_id";

const char* const books =
    R"(["미적분학","선형대수학","일반물리학","유기화학","자료구조","운영체제","경제학원론","심리학개론","확률과 통계","회계원리",)"
    R"("일반화학","생명과학","C 언어 프로그래밍","Introduction to Algorithms","데이터베이스","컴퓨터 네트워크","마케팅원론",)"
    R"("미시경제학","거시경제학","재무관리","공업수학","동역학","열역학","유체역학","재료역학","회로이론","전자기학","신호와 시스템",)"
    R"("제어공학","디지털 논리","컴퓨터구조","알고리즘","인공지능","기계학습","파이썬","자바의 정석","이산수학","해석학","현대대수학",)"
    R"("위상수학","미분기하학","수리통계학","회귀분석","양자역학","고전역학","통계역학","물리화학","분석화학","생화학","분자생물학",)"
    R"("유전학","해부학","간호학개론","약리학","민법강의","헌법학","형법총론","행정학","국제정치","사회학","한국사","서양철학",)"
    R"("Calculus: Early Transcendentals","Principles of Economics"])";
const char* const kinds = R"(["","대학 ","기초 ","현대 ","쉽게 배우는 ","핵심 ","실전 ","알기 쉬운 "])";
const char* const majors =
    R"(["수학과","물리학과","화학과","컴퓨터공학과","경제학과","심리학과","기계공학과","간호학과"])";
const char* const surnames =
    R"(["김","이","박","최","정","강","조","윤","장","임","한","오","서","신","권","황","안","송","전","홍"])";
const char* const given_names =
    R"(["민","서","지","현","수","영","준","호","진","우","경","은","정","희","재","성","혜","선","동","기","린","빛","나","별"])";

std::int64_t pairs_of(std::int64_t posts) {
  return std::clamp<std::int64_t>(posts / 2, 1, most_pairs);
}

void fill(db::Database& database, std::int64_t posts, std::int64_t covers, std::int64_t pairs) {
  const core::Millis now = core::SystemClock().now();
  const core::Millis first = now - posts * core::second;
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
      tx.run(insert_posts, from, to, pairs, first, books, majors, kinds, surnames, given_names);
      if (from <= covers) tx.run(insert_covers, from, std::min(to, covers), pairs, first);
    });
  }
  database.write([&](db::Tx& tx) {
    if (pairs >= 3) {
      tx.run("INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (3, 5, $1)", now);
      tx.run(insert_favorites, now);
    }
    for (std::int64_t pair = 1; pair <= pairs; ++pair) tx.run(insert_room, pair, now);
  });
}

void fill_rooms(db::Database& database, std::int64_t messages, std::int64_t pairs) {
  const core::Millis now = core::SystemClock().now();
  for (std::int64_t from = 1; from <= messages; from += rows_at_once) {
    const std::int64_t to = std::min(messages, from + rows_at_once - 1);
    database.write([&](db::Tx& tx) {
      tx.run(insert_messages, from, to, pairs, now);
      tx.run(insert_events, from, to, pairs, now);
    });
  }
  database.write([&](db::Tx& tx) {
    tx.run(number_messages);
    tx.run(number_events);
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
  if (argc < 4 || argc > 8) {
    std::cerr << "usage: load_fill MIGRATIONS_DIR DATABASE POSTS [ALERTS [COVERS [PAIRS [MESSAGES]]]]\n";
    return 2;
  }
  try {
    core::init_crypto();
    db::SqliteDatabase database(argv[2]);
    db::migrate(database, db::load_migrations(argv[1]));
    const auto number = [&](int at, std::int64_t otherwise) {
      return at < argc ? std::stoll(argv[at]) : otherwise;
    };
    const std::int64_t posts = number(3, 0);
    const std::int64_t pairs = number(6, pairs_of(posts));
    fill(database, posts, number(5, posts), pairs);
    posts::prepare_index(database);
    save_searches(database, number(4, 0), pairs);
    if (number(7, 0) > 0) fill_rooms(database, number(7, 0), pairs);
  } catch (const std::exception& error) {
    std::cerr << "load_fill: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
