// Saved searches and posts over a real database: who is told of what, once, whatever happens in between.
#include "alerts/alert_matcher.h"

#include <doctest/doctest.h>

#include <future>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "alerts/alert_service.h"
#include "core/error.h"
#include "posts/alert_queue.h"
#include "posts/post_store.h"
#include "support.h"

namespace alert_matcher_test {

namespace {

using alerts::Wanted;
using core::AlertId, core::PostId, core::UserId;

Wanted words(const std::string& q) {
  Wanted wanted;
  wanted.q = q;
  return wanted;
}

posts::Draft draft(const std::string& title, std::int64_t price = 9000) {
  posts::Draft out;
  out.title = title;
  out.book.title = title;
  out.price = price;
  out.condition = "good";
  out.place = "도서관 앞";
  return out;
}

struct Market {
  support::MarketDatabase db;
  core::ManualClock clock{1'800'000'000'000};
  events::EventStore events;
  alerts::AlertService saved{*db, clock, events};
  alerts::AlertMatcher matcher{*db, clock, events, [](const std::exception&) {}};
  posts::PostStore posts;
  posts::AlertQueue queue;
  UserId seller = db.add_user("seller");
  UserId minji = db.add_user("minji");

  AlertId save(UserId user, const Wanted& wanted) { return saved.save(user, wanted).alert.id; }

  PostId put_up(const posts::Draft& post) {
    return db->write([&](db::Tx& tx) {
      const PostId id = posts.insert(tx, seller, post, clock.now());
      queue.put(tx, id);
      return id;
    });
  }
  void change(PostId id, const posts::Draft& next) {
    db->write([&](db::Tx& tx) {
      const posts::Draft before = posts.find(tx, id, UserId{})->draft;
      queue.put_changing(tx, id);
      posts.update(tx, id, before, next, clock.now());
    });
  }
  void work() {
    while (matcher.work()) {
    }
  }
  void run(const std::string& sql) {
    db->write([&](db::Tx& tx) { tx.script(sql); });
  }
  std::int64_t number(const std::string& sql) {
    return db->read([&](db::Tx& tx) {
      auto rows = tx.query(sql);
      rows.next();
      return rows.integer(0);
    });
  }
  // The posts that the user was told of, in order, with the searches: "3 [1,2]".
  std::vector<std::string> told(UserId user) {
    return db->read([&](db::Tx& tx) {
      std::vector<std::string> out;
      for (const auto& event : events.after(tx, user, 0, 1000)) {
        out.push_back(std::to_string(event.post.value) + " " + event.data);
      }
      return out;
    });
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a search tells of what comes after it, once, and all searches of a user in one event") {
  Market m;
  m.put_up(draft("미적분학 1"));
  m.save(m.minji, words("미적"));
  m.save(m.minji, words("ㅁㅈㅂ"));
  m.save(m.minji, words("선형대수"));
  m.save(m.seller, words("미적분"));
  m.work();
  CHECK(m.told(m.minji) == Texts{});
  m.put_up(draft("미적분학 2"));
  m.put_up(draft("선형 대수학"));
  m.work();
  CHECK(m.told(m.minji) == Texts{"2 [1,2]", "3 [3]"});
  CHECK(m.told(m.seller) == Texts{});  // their own
  CHECK(m.number("SELECT count(*) FROM alert_queue") == 0);
}

TEST_CASE("a change tells those whom the post did not fit before") {
  Market m;
  const PostId post = m.put_up(draft("공업수학", 20'000));
  m.work();
  Wanted cheap = words("공업수학");
  m.save(m.minji, cheap);
  cheap.max_price = 10'000;
  m.save(m.minji, cheap);
  m.save(m.minji, words("공학"));
  m.change(post, draft("공업수학", 15'000));
  m.work();
  CHECK(m.told(m.minji) == Texts{});
  m.change(post, draft("공업수학", 10'000));
  m.work();
  CHECK(m.told(m.minji) == Texts{"1 [2]"});
  m.change(post, draft("공학수학", 10'000));
  m.change(post, draft("공업 수학", 10'000));
  m.work();
  // Found neither before nor now is the word that was there in between; the others found it before, or were
  // told.
  CHECK(m.told(m.minji) == Texts{"1 [2]", "1 [1]"});
}

TEST_CASE("what is paused tells nothing, and nothing of that time afterwards") {
  Market m;
  const AlertId alert = m.save(m.minji, words("미적분"));
  m.saved.set_paused(m.minji, alert, true);
  m.put_up(draft("미적분학 1"));
  m.work();
  m.put_up(draft("미적분학 2"));
  m.saved.set_paused(m.minji, alert, false);  // before that one was looked at
  m.work();
  CHECK(m.told(m.minji) == Texts{});
  m.put_up(draft("미적분학 3"));
  m.saved.set_paused(m.minji, alert, false);  // is not paused: forgets nothing
  m.work();
  CHECK(m.told(m.minji) == Texts{"3 [1]"});
}

TEST_CASE("what is no longer on sale when it is looked at is not told") {
  Market m;
  m.save(m.minji, words("미적분"));
  const PostId hidden = m.put_up(draft("미적분학 1"));
  const PostId gone = m.put_up(draft("미적분학 2"));
  m.run("UPDATE posts SET status = 'hidden' WHERE id = " + std::to_string(hidden.value) +
        "; UPDATE posts SET deleted_at = 1 WHERE id = " + std::to_string(gone.value));
  m.work();
  CHECK(m.told(m.minji) == Texts{});
  CHECK(m.number("SELECT count(*) FROM alert_queue") == 0);
}

TEST_CASE("after a round that broke off in the middle, everybody is told exactly once") {
  Market m;
  std::vector<UserId> users;
  for (int i = 0; i < 450; ++i) {
    users.push_back(m.db.add_user("student" + std::to_string(i)));
    m.save(users.back(), words("미적분"));
  }
  m.put_up(draft("미적분학"));
  m.run(
      "CREATE TRIGGER broken BEFORE INSERT ON alert_matches WHEN NEW.alert_id = 300 BEGIN SELECT "
      "raise(ABORT, 'no'); END");
  CHECK_THROWS(m.matcher.work());
  // Some are told for good, and the post is still queued.
  CHECK(m.number("SELECT count(*) FROM alert_matches") == 200);
  CHECK(m.number("SELECT count(*) FROM alert_queue") == 1);
  m.run("DROP TRIGGER broken");
  m.work();
  CHECK(m.number("SELECT count(*) FROM alert_matches") == 450);
  for (const UserId user : users) CHECK(m.told(user).size() == 1);
}

TEST_CASE("the matcher's thread tells what was queued before it began, and what comes then") {
  Market m;
  m.save(m.minji, words("미적분"));
  std::promise<void> first;
  std::promise<void> second;
  int told = 0;
  m.events.on_commit([&](const std::vector<UserId>&) { (++told == 1 ? first : second).set_value(); });
  m.put_up(draft("미적분학 1"));
  m.matcher.start();
  first.get_future().wait();
  m.put_up(draft("미적분학 2"));
  second.get_future().wait();
  m.matcher.stop();
  CHECK(m.told(m.minji) == Texts{"1 [1]", "2 [1]"});
}

TEST_CASE("a saved search finds exactly what the list finds") {
  Market m;
  std::mt19937 random{7};
  const auto one_of = [&random](const std::vector<std::string>& some) {
    return some[std::uniform_int_distribution<std::size_t>(0, some.size() - 1)(random)];
  };
  const Texts titles{"미적분학 1", "대학 미적분", "선형 대수학", "현대대수학", "Thomas' Calculus", "C 언어",
                     "C++17 기초", "공업수학",    "과학의 이해", "값과 수",    "미분방정식",       "학"};
  const Texts queries{"미",
                      "미적",
                      "미저",
                      "미ㅈ",
                      "ㅁㅈㅂ",
                      "대수",
                      "댓",
                      "고",
                      "수학",
                      "calc",
                      "c",
                      "17",
                      "학 1",
                      "선형대수",
                      "ㄷㅎ 미적",
                      "ㅁ적분",
                      "형광펜",
                      "97889",
                      "978-89-364-3359-8",
                      "이교수",
                      "값",
                      "학"};
  const Texts names{"", "수학과", "물리학과"};
  std::vector<std::pair<AlertId, Wanted>> all;
  std::set<std::string> known;
  while (all.size() < 200) {
    Wanted wanted = words(one_of(queries));
    if (const auto name = one_of(names); !name.empty()) wanted.major = name;
    if (one_of(names) == "수학과") wanted.isbn = "9788936433598";
    if (one_of(names) == "수학과") wanted.max_price = 10'000;
    if (one_of(names) == "수학과") wanted.course = "수학 1";
    if ((wanted.major || wanted.isbn || wanted.course) && one_of(names).empty()) wanted.q = {};
    if (!known.insert(alerts::same_key(alerts::conditions_of(wanted))).second) continue;
    const UserId user = m.db.add_user("user" + std::to_string(all.size()));
    all.emplace_back(m.save(user, wanted), wanted);
  }
  for (int i = 0; i < 150; ++i) {
    posts::Draft post = draft(one_of(titles), one_of(names).empty() ? 8000 : 12'000);
    post.book.title = one_of(titles);
    if (!one_of(names).empty()) post.book.isbn = "9788936433598";
    if (const auto name = one_of(names); !name.empty()) post.major = name;
    if (!one_of(names).empty()) post.course = "수학 1";
    if (one_of(names).empty()) post.professor = "이교수";
    if (one_of(names).empty()) post.description = "형광펜 " + one_of(titles) + " 978-89-364-3359-8";
    m.put_up(post);
  }
  m.work();
  int found = 0;
  for (const auto& one : all) {
    const AlertId alert = one.first;
    const Wanted& wanted = one.second;
    posts::Filter filter;
    if (wanted.q) filter.query = search::Query(*wanted.q);
    filter.statuses = {"selling"};
    filter.isbn = wanted.isbn;
    filter.major = wanted.major;
    filter.course = wanted.course;
    filter.max_price = wanted.max_price;
    std::set<std::int64_t> listed;
    std::set<std::int64_t> matched;
    m.db->read([&](db::Tx& tx) {
      for (const auto& post : m.posts.list(tx, filter, {.limit = 1000, .after = {}}, UserId{}))
        listed.insert(post.id.value);
      auto rows = tx.query("SELECT post_id FROM alert_matches WHERE alert_id = $1", alert);
      while (rows.next()) matched.insert(rows.integer(0));
      return true;
    });
    CAPTURE(alerts::same_key(alerts::conditions_of(wanted)));
    CHECK(matched == listed);
    found += listed.empty() ? 0 : 1;
  }
  CHECK(found > 100);
}

TEST_CASE("what another version of the program has filed is filed anew, and told again") {
  Market m;
  Wanted major = words("미적분");
  major.major = "수학과";
  m.save(m.minji, major);
  m.save(m.minji, words("선형대수"));
  m.save(m.minji, words("유기화학"));
  // What were two once may be the same for this version.
  m.run(
      "UPDATE alerts SET filed_by = 0, token = 'old', same_key = 'old' || id, major_key = 'old'; "
      "UPDATE alerts SET q = '유기화학', major = NULL WHERE id = 2");
  m.matcher.refile();
  CHECK(m.number("SELECT count(*) FROM alerts") == 2);
  CHECK(m.number("SELECT count(*) FROM alerts WHERE filed_by = 0") == 0);
  posts::Draft post = draft("미적분학");
  post.major = "수학과";
  m.put_up(post);
  m.work();
  CHECK(m.told(m.minji) == Texts{"1 [1]"});
}

TEST_CASE("a user has at most 30 searches, and the same one once") {
  Market m;
  for (int i = 0; i < 30; ++i) m.save(m.minji, words("책 " + std::to_string(i)));
  const auto again = m.saved.save(m.minji, words("책  0"));
  CHECK_FALSE(again.is_new);
  CHECK(again.alert.id == AlertId{1});
  CHECK_THROWS_AS(m.save(m.minji, words("미적분")), core::Error);
  m.saved.remove(m.minji, AlertId{1});
  CHECK(m.saved.save(m.minji, words("미적분")).is_new);
}

TEST_CASE("searches are the same however they are written") {
  const auto key = [](const Wanted& wanted) { return alerts::same_key(alerts::conditions_of(wanted)); };
  CHECK(key(words("Café  미적분")) == key(words("cafe 미적분")));
  CHECK(key(words("미적 분")) != key(words("미적분")));
  Wanted major;
  major.major = "전산 학과";
  Wanted other;
  other.major = "전산학과";
  CHECK(key(major) == key(other));
  Wanted course;
  course.course = "전산학과";
  CHECK(key(course) != key(other));
  other.max_price = 0;
  CHECK(key(major) != key(other));
}

}  // namespace alert_matcher_test
