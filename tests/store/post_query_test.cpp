#include "posts/post_query.h"
#include "posts/post_search.h"
#include "posts/post_store.h"

#include <doctest/doctest.h>

#include <functional>

#include "store/support.h"

using posts::Filter;
using posts::Sort;

namespace {

// How SQLite would read the posts of such a list, and whether it would sort them.
std::string plan(support::MarketDatabase& db, const std::function<void(Filter&)>& narrow) {
  Filter filter;
  filter.statuses = {"selling", "reserved"};
  narrow(filter);
  const core::Page page;
  auto query = posts::list_query(filter, page, core::UserId{1});
  return db->read([&](db::Tx& tx) {
    std::string read;
    std::string sorted;
    auto rows = tx.query_with("EXPLAIN QUERY PLAN " + query.sql, query.values);
    while (rows.next()) {
      const std::string step = rows.text(3);
      const auto index = step.find(" p USING INDEX ");
      if (index != std::string::npos) read = step.substr(index + 15, step.find(' ', index + 15) - index - 15);
      if (step.starts_with("USE TEMP B-TREE FOR ORDER BY")) sorted = ", sorted";
    }
    return read + sorted;
  });
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
  }
}

TEST_CASE("the index is made anew when it is of another version") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  posts::Draft draft;
  draft.title = "미적분학 팝니다";
  draft.book.title = "대학 미적분학";
  draft.condition = "good";
  draft.place = "도서관";
  const posts::PostStore store;
  const auto id = db->write([&](db::Tx& tx) { return store.insert(tx, seller, draft, 1); });
  const auto found = [&] {
    Filter filter;
    filter.statuses = {"selling"};
    filter.query = search::Query("ㅁㅈㅂ");
    return db->read([&](db::Tx& tx) { return store.list(tx, filter, {.limit = 10, .after = {}}, seller); });
  };
  posts::prepare_index(*db);
  REQUIRE(found().size() == 1);
  CHECK(found().front().id == id);

  db->write([&](db::Tx& tx) {
    search::SearchStore().clear(tx);
    tx.run("UPDATE post_index_version SET version = 0");
  });
  CHECK(found().empty());
  posts::prepare_index(*db);
  CHECK(found().size() == 1);
  posts::prepare_index(*db);
  CHECK(found().size() == 1);
}
