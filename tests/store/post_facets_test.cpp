// The counts beside the filters: held against the lists they promise.
#include "posts/post_facets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "posts/post_query.h"
#include "posts/post_store.h"
#include "search/name_key.h"
#include "store/support.h"

namespace post_facets_test {

using posts::Facet;
using posts::Facets;
using posts::Filter;

namespace {

constexpr int all_posts = 600;

posts::Draft draft_of(const std::string& title) {
  posts::Draft draft;
  draft.title = title;
  draft.book.title = title;
  draft.condition = "good";
  draft.place = "도서관";
  return draft;
}

Filter open_posts() {
  Filter filter;
  filter.statuses = {"selling", "reserved"};
  return filter;
}

class Market {
 public:
  db::Database& operator*() { return *database_; }
  core::UserId add_user(const std::string& name) { return database_.add_user(name); }

  core::PostId add(core::UserId seller, const posts::Draft& draft, core::Millis at,
                   const std::string& status = "selling") {
    return database_->write([&](db::Tx& tx) {
      const auto id = store_.insert(tx, seller, draft, at);
      tx.run("UPDATE posts SET status = $2 WHERE id = $1", id, status);
      return id;
    });
  }
  void favor(core::UserId user, core::PostId post) {
    database_->write([&](db::Tx& tx) { store_.add_favorite(tx, user, post, 1); });
  }

  Facets facets(const Filter& filter, core::UserId viewer) {
    return database_->read([&](db::Tx& tx) { return posts::count_facets(tx, filter, viewer); });
  }
  std::int64_t listed(const Filter& filter, core::UserId viewer) {
    return database_->read([&](db::Tx& tx) {
      const core::Page page{.limit = all_posts, .after = {}};
      return static_cast<std::int64_t>(store_.list(tx, filter, page, viewer).size());
    });
  }

 private:
  support::MarketDatabase database_;
  posts::PostStore store_;
};

// Random choices that a failure can be repeated with.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(engine_); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  T of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> majors = {"수학과", "수 학과", "전산학과", "전산 학과", "Physics", "physics"};
const std::vector<std::string> courses = {"선형대수 1", "선형대수1", "C 언어", "C++ 언어", "★"};
const std::vector<std::string> titles = {"대학 미적분학", "선형대수학", "일반물리학"};
const std::vector<std::string> all_statuses = {"selling", "reserved", "sold", "hidden"};

Filter random_filter(Dice& dice) {
  Filter filter = open_posts();
  if (dice.one_in(3)) {
    filter.statuses = {dice.of(all_statuses)};
    const auto other = dice.of(all_statuses);
    if (other != filter.statuses.front()) filter.statuses.push_back(other);
  }
  if (dice.one_in(3)) filter.query = search::Query(dice.of<std::string>({"대", "ㅁㅈㅂ", "물리", "!"}));
  if (dice.one_in(3)) filter.conditions = {std::string(dice.of(posts::conditions))};
  if (dice.one_in(3)) filter.major = dice.of(majors);
  if (dice.one_in(3)) filter.course = dice.of(courses);
  if (dice.one_in(4)) filter.isbn = "9788932473901";
  if (dice.one_in(4)) filter.seller = dice.of<std::string>({"kim", "lee", "nobody"});
  if (dice.one_in(4)) filter.min_price = dice.below(10) * 1000;
  if (dice.one_in(4)) filter.max_price = dice.below(10) * 1000;
  filter.favorited = dice.one_in(4);
  return filter;
}

// Each value counts what one finds by choosing it instead, and of what is not there nothing is found.
void check_values(Market& market, const Facet& facet, const Filter& filter, core::UserId viewer,
                  const std::vector<std::string>& choices,
                  const std::function<void(Filter&, const std::string&)>& choose) {
  CHECK(facet.complete);
  for (const posts::FacetValue& one : facet.values) {
    CAPTURE(one.value);
    Filter chosen = filter;
    choose(chosen, one.value);
    CHECK(market.listed(chosen, viewer) == one.count);
  }
  for (const auto& choice : choices) {
    const auto same = [&](const auto& one) {
      return search::name_key(one.value) == search::name_key(choice);
    };
    const auto found = std::count_if(facet.values.begin(), facet.values.end(), same);
    CAPTURE(choice);
    CHECK(found <= 1);
    Filter chosen = filter;
    choose(chosen, choice);
    if (found == 0) CHECK(market.listed(chosen, viewer) == 0);
  }
}

}  // namespace

TEST_CASE("every count is the length of the list that choosing its value gives") {
  Market market;
  const auto kim = market.add_user("kim");
  const auto lee = market.add_user("lee");
  Dice dice(20260302);
  for (int i = 0; i < 400; ++i) {
    posts::Draft draft = draft_of(dice.of(titles));
    draft.price = dice.below(10) * 1000;
    draft.condition = dice.of(posts::conditions);
    if (!dice.one_in(4)) draft.major = dice.of(majors);
    if (!dice.one_in(4)) draft.course = dice.of(courses);
    if (dice.one_in(2)) draft.book.isbn = "9788932473901";
    const auto id = market.add(dice.one_in(2) ? kim : lee, draft, 1000 + i, dice.of(all_statuses));
    if (dice.one_in(3)) market.favor(kim, id);
  }
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    const Filter filter = random_filter(dice);
    const core::UserId viewer = dice.one_in(2) ? kim : lee;
    const Facets facets = market.facets(filter, viewer);
    CHECK(facets.total == market.listed(filter, viewer));
    CHECK(facets.total_complete);
    CHECK(facets.condition.values.size() == posts::conditions.size());
    check_values(market, facets.condition, filter, viewer, {},
                 [](Filter& f, const std::string& value) { f.conditions = {value}; });
    check_values(market, facets.major, filter, viewer, majors,
                 [](Filter& f, const std::string& value) { f.major = value; });
    check_values(market, facets.course, filter, viewer, courses,
                 [](Filter& f, const std::string& value) { f.course = value; });
  }
}

TEST_CASE("of several spellings the commonest is shown, of equally common ones the newest") {
  Market market;
  const auto seller = market.add_user("kim");
  core::Millis now = 1000;
  const auto add = [&](const std::string& major) {
    posts::Draft draft = draft_of("책");
    draft.major = major;
    market.add(seller, draft, ++now);
  };
  const auto shown = [&] {
    const Facet facet = market.facets(open_posts(), seller).major;
    REQUIRE(facet.values.size() == 1);
    return facet.values.front();
  };
  add("전산학과");
  add("전산 학과");
  CHECK(shown().value == "전산 학과");
  CHECK(shown().count == 2);
  add("전산학과");
  add("전산·학과");
  CHECK(shown().value == "전산학과");
  CHECK(shown().count == 4);
}

TEST_CASE("the most frequent come first, at most twenty, and the one that is filtered by among them") {
  Market market;
  const auto seller = market.add_user("kim");
  for (int major = 0; major < 30; ++major) {
    for (int i = 0; i < (major == 7 ? 3 : 2); ++i) {
      posts::Draft draft = draft_of("책");
      draft.major = "학과" + std::to_string(10 + major);
      if (major == 29 && i == 0) draft.major = "혼자인 학과";
      market.add(seller, draft, 1000 + major);
    }
  }
  const Facet facet = market.facets(open_posts(), seller).major;
  REQUIRE(facet.values.size() == 20);
  CHECK(facet.values.front().value == "학과17");
  CHECK(facet.values.front().count == 3);
  CHECK(facet.values.back().value != "혼자인 학과");
  Filter filter = open_posts();
  filter.major = "혼자인학과";
  const Facet chosen = market.facets(filter, seller).major;
  REQUIRE(chosen.values.size() == 20);
  CHECK(chosen.values.front().value == "학과17");
  CHECK(chosen.values.back().value == "혼자인 학과");
  CHECK(chosen.values.back().count == 1);
}

TEST_CASE("beyond what is looked at, counts are said to be incomplete") {
  Market market;
  const auto seller = market.add_user("kim");
  posts::Draft draft = draft_of("책");
  draft.major = "수학과";
  market.add(seller, draft, 1);
  const auto copy = [&](std::int64_t copies) {
    (*market).write([&](db::Tx& tx) {
      tx.run(
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
          "INSERT INTO posts (seller_id, status, title, book_title, price, condition, place, major, "
          "major_key, "
          "created_at, updated_at, bumped_at) SELECT seller_id, status, title, book_title, price, condition, "
          "place, '물리학과', '물리학과', 2, 2, 2 FROM posts, n WHERE id = 1",
          copies);
    });
  };
  copy(posts::max_counted - 1);
  Facets facets = market.facets(open_posts(), seller);
  CHECK(facets.total == posts::max_counted);
  CHECK(facets.total_complete);
  CHECK(facets.major.complete);
  CHECK(facets.major.values.size() == 2);

  copy(1);
  facets = market.facets(open_posts(), seller);
  CHECK(facets.total == posts::max_counted);
  CHECK_FALSE(facets.total_complete);
  CHECK_FALSE(facets.condition.complete);
  CHECK_FALSE(facets.major.complete);
  // The oldest is beyond it, but one who asks for it is told.
  CHECK(facets.major.values.size() == 1);
  Filter filter = open_posts();
  filter.major = "수학과";
  facets = market.facets(filter, seller);
  CHECK(facets.total == 1);
  CHECK(facets.total_complete);
  CHECK(facets.condition.complete);
  CHECK_FALSE(facets.major.complete);
}

}  // namespace post_facets_test
