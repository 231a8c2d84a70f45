// Editions in the database: what counts for them, and that looking one up reads a bounded part of an index.
#include "books/book_store.h"

#include <doctest/doctest.h>

#include "books/book_service.h"
#include "posts/book_key.h"
#include "posts/post_search.h"
#include "posts/post_store.h"
#include "store/support.h"

namespace book_store_test {

namespace {

constexpr const char* isbn = "9788932473901";

// The steps of SQLite's plan for a statement whose parameters are `values`.
std::vector<std::string> plan(support::MarketDatabase& db, std::string_view sql,
                              const std::vector<db::Value>& values) {
  return db->read([&](db::Tx& tx) {
    std::vector<std::string> steps;
    auto rows = tx.query_with("EXPLAIN QUERY PLAN " + std::string(sql), values);
    while (rows.next()) steps.push_back(rows.text(3));
    return steps;
  });
}

bool reads(const std::vector<std::string>& plan, std::string_view index) {
  bool found = false;
  for (const auto& step : plan) {
    CAPTURE(step);
    CHECK(step.find("TEMP B-TREE") == std::string::npos);
    const bool scans = step.starts_with("SCAN") && step.find("SCAN cheapest") == std::string::npos &&
                       step.find("(subquery") == std::string::npos;
    CHECK_FALSE(scans);
    found = found || step.find(index) != std::string::npos;
  }
  return found;
}

posts::Draft draft_of(const std::string& title, std::int64_t price) {
  posts::Draft draft;
  draft.title = title + " 팝니다";
  draft.book.title = title;
  draft.price = price;
  draft.condition = "good";
  draft.place = "도서관";
  return draft;
}

// Posts `from` to `to` of the edition by plain SQL: many at once.
void add_copies(support::MarketDatabase& db, core::UserId seller, int from, int to, const char* status) {
  db->write([&](db::Tx& tx) {
    tx.run(
        "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) "
        "INSERT INTO posts (id, seller_id, status, title, book_title, book_isbn, book_key, price, condition, "
        "place, created_at, updated_at, bumped_at, sold_at) "
        "SELECT i, $3, $4, 't', '선형대수학', $5, $5, i, 'good', 'p', i, i, i, CASE $4 WHEN 'sold' THEN i "
        "END "
        "FROM n",
        from, to, seller, status, isbn);
  });
}

}  // namespace

TEST_CASE("each look at an edition reads an index in its order") {
  support::MarketDatabase db;
  const std::vector<db::Value> two = {db::value(isbn), db::value(1)};
  CHECK(reads(plan(db, books::names_sql(), two), "INDEX posts_by_book (book_key=?)"));
  CHECK(reads(plan(db, books::sold_names_sql(), two), "INDEX posts_sold_by_book (book_key=?)"));
  CHECK(reads(plan(db, books::on_sale_sql(), two), "COVERING INDEX posts_on_sale_by_book (book_key=?)"));
  const auto sales = plan(db, books::sales_sql(), two);
  CHECK(reads(sales, "COVERING INDEX posts_sold_by_book (book_key=?)"));
  CHECK(reads(sales, "COVERING INDEX deals_completed (post_id=?)"));
  const std::vector<db::Value> page = {db::value(isbn), db::value(1), db::value(1),
                                       db::value(0),    db::value(0), db::value(7)};
  CHECK(reads(plan(db, books::copies_sql(), page), "INDEX posts_on_sale_by_book (book_key=? AND "));
}

TEST_CASE("an edition with more copies and sales than are counted is counted up to there") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto buyer = db.add_user("buyer");
  const int sold = books::max_sales + 5;
  const int all = sold + books::max_on_sale + 5;
  add_copies(db, seller, 1, sold, "sold");
  add_copies(db, seller, sold + 1, all, "selling");
  db->write([&](db::Tx& tx) {
    tx.run(
        "INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_message_at, created_at) "
        "SELECT id, id, $1, seller_id, 1, 1 FROM posts WHERE status = 'sold'",
        buyer);
    tx.run(
        "INSERT INTO deals (room_id, post_id, buyer_id, seller_id, state, price, list_price, offer_by, "
        "offered_at, created_at, updated_at) SELECT id, id, $1, seller_id, 'completed', price * 2, price, "
        "'buyer', 1, 1, 1 FROM posts WHERE status = 'sold'",
        buyer);
  });
  const auto edition = db->read([](db::Tx& tx) { return books::BookStore().find(tx, isbn); });
  REQUIRE(edition);
  CHECK(edition->on_sale == books::max_on_sale);
  CHECK(edition->lowest_price == sold + 1);
  REQUIRE(edition->sales.size() == static_cast<std::size_t>(books::max_sales));
  CHECK(edition->sales.front().price == 2 * sold);
  CHECK(edition->sales.front().at == sold);
  CHECK(edition->sales.back().price == 2 * 6);
}

TEST_CASE("only the newest posts have a say in what a book is called") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  add_copies(db, seller, 1, 2 * books::max_voters, "selling");
  db->write([](db::Tx& tx) {
    tx.run("UPDATE posts SET book_title = '옛 이름' WHERE id <= $1", 2 * books::max_voters - 10);
  });
  const auto title = [&] {
    return db->read([](db::Tx& tx) { return books::BookStore().find(tx, isbn); })->title;
  };
  CHECK(title() == "옛 이름");
  db->write([](db::Tx& tx) {
    tx.run("UPDATE posts SET book_title = '새 이름' WHERE id > $1", books::max_voters + 20);
  });
  CHECK(title() == "새 이름");
}

TEST_CASE("the key of a post follows its book") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const posts::PostStore store;
  const auto key = [&](core::PostId id) {
    return db->read([&](db::Tx& tx) { return books::BookStore().key_of_post(tx, id, seller); });
  };
  const posts::Draft first = draft_of("Linear Algebra", 9000);
  const auto id = db->write([&](db::Tx& tx) { return store.insert(tx, seller, first, 1); });
  CHECK(key(id) == posts::book_key(first.book));
  posts::Draft second = first;
  second.book.isbn = isbn;
  db->write([&](db::Tx& tx) { store.update(tx, id, first, second, 2); });
  CHECK(key(id) == isbn);
}

TEST_CASE("the keys are written when the index is of another version, those of deleted posts too") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto kept = db.add_post(seller, "선형 대수학");
  const auto deleted = db.add_post(seller, "미적분학");
  db->write([&](db::Tx& tx) { tx.run("UPDATE posts SET deleted_at = 1 WHERE id = $1", deleted); });
  posts::prepare_index(*db);
  const auto key = [&](core::PostId id) {
    return db->read([&](db::Tx& tx) {
      auto rows = tx.query("SELECT book_key FROM posts WHERE id = $1", id);
      rows.next();
      return rows.text(0);
    });
  };
  CHECK(key(kept) == "선형대수학/");
  CHECK(key(deleted) == "미적분학/");
}

TEST_CASE("pages of editions hold each once, in one order") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const posts::PostStore store;
  posts::prepare_index(*db);
  db->write([&](db::Tx& tx) {
    for (int i = 0; i < 30; ++i) {
      store.insert(tx, seller, draft_of("미적분학 " + std::to_string(i % 7), 1000 * i), i);
    }
  });
  books::BookService service(*db);
  const search::Query query("미적분");
  std::vector<std::string> whole;
  for (const auto& edition : service.search(query, {.limit = 100, .after = {}}).items) {
    whole.push_back(edition.title);
    CHECK(edition.on_sale >= 4);
  }
  CHECK(whole.size() == 7);
  for (int limit = 1; limit <= 8; ++limit) {
    CAPTURE(limit);
    std::vector<std::string> paged;
    core::Page page{limit, {}};
    for (bool more = true; more;) {
      const auto part = service.search(query, page);
      for (const auto& edition : part.items) paged.push_back(edition.title);
      more = part.next_cursor.has_value();
      if (more) page.after = core::decode_cursor(*part.next_cursor, books::books_order);
    }
    CHECK(paged == whole);
  }
}

}  // namespace book_store_test
