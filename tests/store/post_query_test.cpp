#include "posts/post_query.h"
#include "posts/post_facets.h"
#include "posts/post_search.h"
#include "posts/post_store.h"

#include <doctest/doctest.h>

#include <functional>

#include "store/support.h"

namespace post_query_test {

using posts::Filter;
using posts::Sort;

namespace {

using Narrow = std::function<void(Filter&)>;

// How SQLite would read the posts of a query, and whether it would sort them.
std::string plan_of(support::MarketDatabase& db, const posts::ListQuery& query) {
  return db->read([&](db::Tx& tx) {
    std::string read;
    std::string sorted;
    auto rows = tx.query_with("EXPLAIN QUERY PLAN " + query.sql, query.values);
    while (rows.next()) {
      const std::string step = rows.text(3);
      for (const std::string_view how : {" p USING INDEX ", " p USING COVERING INDEX "}) {
        const auto at = step.find(how);
        if (at == std::string::npos) continue;
        const auto name = at + how.size();
        read = step.substr(name, step.find(' ', name) - name);
        if (how.find("COVERING") != std::string_view::npos) read += " alone";
      }
      if (step.starts_with("USE TEMP B-TREE FOR ORDER BY")) sorted = ", sorted";
    }
    return read + sorted;
  });
}

Filter open_posts(const Narrow& narrow) {
  Filter filter;
  filter.statuses = {"selling", "reserved"};
  narrow(filter);
  return filter;
}

// Of such a list.
std::string plan(support::MarketDatabase& db, const Narrow& narrow) {
  const Filter filter = open_posts(narrow);
  const core::Page page;
  return plan_of(db, posts::list_query(filter, page, core::UserId{1}));
}

// Of the count of its facets.
std::string counting_plan(support::MarketDatabase& db, const Narrow& narrow) {
  const Filter filter = open_posts(narrow);
  return plan_of(db, posts::newest_query(filter, posts::counted_columns, 100, core::UserId{1}));
}

}  // namespace

TEST_CASE("the pages of the market list are read from an index in their order") {
  support::MarketDatabase db;
  CHECK(plan(db, [](Filter&) {}) == "posts_open");
  CHECK(plan(db, [](Filter& f) { f.statuses = {"selling"}; }) == "posts_open");
  CHECK(plan(db, [](Filter& f) { f.statuses = {"sold"}; }) == "posts_by_time");
  CHECK(plan(db, [](Filter& f) { f.statuses = {"selling", "reserved", "sold"}; }) == "posts_by_time");
  CHECK(plan(db, [](Filter& f) { f.conditions = {"good", "fair"}; }) == "posts_open");
  CHECK(plan(db, [](Filter& f) { f.major = "수학과"; }) == "posts_open_by_major");
  CHECK(plan(db, [](Filter& f) { f.course = "해석학"; }) == "posts_open_by_course");
  CHECK(plan(db, [](Filter& f) { f.isbn = "9788900000017"; }) == "posts_by_isbn");
  CHECK(plan(db, [](Filter& f) { f.seller = "giraffe"; }) == "posts_by_seller");
  CHECK(plan(db, [](Filter& f) {
          f.min_price = 1000;
          f.max_price = 30'000;
        }) == "posts_open");
  for (const Sort sort : {Sort::price_asc, Sort::price_desc}) {
    CHECK(plan(db, [&](Filter& f) { f.sort = sort; }) == "posts_open_by_price");
    CHECK(plan(db, [&](Filter& f) {
            f.sort = sort;
            f.statuses = {"selling"};
            f.min_price = 1000;
            f.max_price = 30'000;
          }) == "posts_open_by_price");
    CHECK(plan(db, [&](Filter& f) {
            f.sort = sort;
            f.course = "해석학";
            f.min_price = 1000;
          }) == "posts_open_course_by_price");
    CHECK(plan(db, [&](Filter& f) {
            f.sort = sort;
            f.major = "수학과";
            f.statuses = {"selling"};
          }) == "posts_open_major_by_price");
    CHECK(plan(db, [&](Filter& f) {
            f.sort = sort;
            f.major = "수학과";
            f.max_price = 30'000;
          }) == "posts_open_major_by_price");
    CHECK(plan(db, [&](Filter& f) {
            f.sort = sort;
            f.isbn = "9788900000017";
          }) == "posts_by_isbn, sorted");
  }
}

TEST_CASE("what is counted is read from an index in its order, of the market and of a major from it alone") {
  support::MarketDatabase db;
  CHECK(counting_plan(db, [](Filter&) {}) == "posts_open_counted alone");
  CHECK(counting_plan(db, [](Filter& f) { f.statuses = {"selling"}; }) == "posts_open_counted alone");
  CHECK(counting_plan(db, [](Filter& f) {
          f.conditions = {"good", "fair"};
          f.min_price = 1000;
          f.max_price = 30'000;
        }) == "posts_open_counted alone");
  CHECK(counting_plan(db, [](Filter& f) { f.major = "수학과"; }) == "posts_open_by_major alone");
  CHECK(counting_plan(db, [](Filter& f) {
          f.major = "수학과";
          f.conditions = {"new"};
          f.max_price = 30'000;
        }) == "posts_open_by_major alone");
  CHECK(counting_plan(db, [](Filter& f) { f.course = "해석학"; }) == "posts_open_by_course");
  CHECK(counting_plan(db, [](Filter& f) {
          f.course = "해석학";
          f.major = "수학과";
        }) == "posts_open_by_course");
  CHECK(counting_plan(db, [](Filter& f) { f.isbn = "9788900000017"; }) == "posts_by_isbn");
  CHECK(counting_plan(db, [](Filter& f) { f.seller = "giraffe"; }) == "posts_by_seller");
  CHECK(counting_plan(db, [](Filter& f) { f.statuses = {"sold"}; }) == "posts_by_time");
}

TEST_CASE(
    "a viewer's blocks change neither the index that a list is read from nor the one that is counted from") {
  support::MarketDatabase db;
  const std::vector<Narrow> lists = {
      [](Filter&) {},
      [](Filter& f) {
        f.statuses = {"selling", "reserved", "sold"};
      },
      [](Filter& f) { f.major = "수학과"; },
      [](Filter& f) { f.course = "해석학"; },
      [](Filter& f) { f.isbn = "9788900000017"; },
      [](Filter& f) { f.seller = "giraffe"; },
      [](Filter& f) { f.sort = Sort::price_asc; },
      [](Filter& f) {
        f.sort = Sort::price_desc;
        f.course = "해석학";
      },
      [](Filter& f) {
        f.sort = Sort::price_asc;
        f.major = "수학과";
      },
  };
  for (const Narrow& narrow : lists) {
    const Narrow blocked = [&](Filter& f) {
      narrow(f);
      f.without_blocked = true;
    };
    CHECK(plan(db, blocked) == plan(db, narrow));
    CHECK(counting_plan(db, blocked) == counting_plan(db, narrow));
  }
}

TEST_CASE("the index and the keys are made anew when they are of another version") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  posts::Draft draft;
  draft.title = "미적분학 팝니다";
  draft.book.title = "대학 미적분학";
  draft.condition = "good";
  draft.place = "도서관";
  draft.major = "전산 학과";
  const posts::PostStore store;
  const auto id = db->write([&](db::Tx& tx) { return store.insert(tx, seller, draft, 1); });
  const auto found = [&] {
    Filter filter;
    filter.statuses = {"selling"};
    filter.query = search::Query("ㅁㅈㅂ");
    return db->read([&](db::Tx& tx) { return store.list(tx, filter, {.limit = 10, .after = {}}, seller); });
  };
  posts::prepare_index(*db);
  const auto of_major = [&] {
    Filter filter;
    filter.statuses = {"selling"};
    filter.major = "전산학과";
    return db->read([&](db::Tx& tx) { return store.list(tx, filter, {.limit = 10, .after = {}}, seller); });
  };
  REQUIRE(of_major().size() == 1);
  REQUIRE(found().size() == 1);
  CHECK(found().front().id == id);

  db->write([&](db::Tx& tx) {
    search::SearchStore().clear(tx);
    tx.run("UPDATE posts SET major_key = NULL");
    tx.run("UPDATE post_index_version SET version = 0");
  });
  CHECK(found().empty());
  CHECK(of_major().empty());
  posts::prepare_index(*db);
  CHECK(found().size() == 1);
  CHECK(of_major().size() == 1);
  posts::prepare_index(*db);
  CHECK(found().size() == 1);
}

}  // namespace post_query_test
