#include "books/book_store.h"

#include "blocks/block_store.h"
#include "posts/post_query.h"

namespace books {

namespace {

// What the posts that a statement reads call the book.
struct Names {
  std::vector<std::string> titles, authors, publishers;
  std::optional<std::string> isbn;
};

Names read_names(db::Tx& tx, std::string_view sql, const std::string& key) {
  Names names;
  auto rows = tx.query(sql, key, max_voters);
  while (rows.next()) {
    names.titles.push_back(rows.text(0));
    if (!rows.null(1)) names.authors.push_back(rows.text(1));
    if (!rows.null(2)) names.publishers.push_back(rows.text(2));
    names.isbn = rows.optional_text(3);
  }
  return names;
}

}  // namespace

std::string_view names_sql() {
  return "SELECT book_title, book_author, book_publisher, book_isbn FROM posts "
         "WHERE book_key = $1 AND status <> 'hidden' AND deleted_at IS NULL ORDER BY id DESC LIMIT $2";
}

std::string_view sold_names_sql() {
  return "SELECT book_title, book_author, book_publisher, book_isbn FROM posts "
         "WHERE book_key = $1 AND status = 'sold' ORDER BY sold_at DESC, id DESC LIMIT $2";
}

std::string_view on_sale_sql() {
  return "SELECT count(*), min(price) FROM (SELECT price FROM posts WHERE book_key = $1 "
         "AND status = 'selling' AND deleted_at IS NULL ORDER BY price LIMIT $2) AS cheapest";
}

std::string_view sales_sql() {
  return "SELECT d.price, p.sold_at FROM posts AS p JOIN deals AS d ON d.post_id = p.id "
         "WHERE p.book_key = $1 AND p.status = 'sold' AND d.state = 'completed' "
         "ORDER BY p.sold_at DESC, p.id DESC LIMIT $2";
}

std::string_view copies_sql() {
  static const std::string sql =
      posts::post_select("$2") +
      "WHERE p.book_key = $1 AND p.status = 'selling' AND p.deleted_at IS NULL AND p.id <> $3 "
      "AND (p.price, p.id) > ($4, $5) AND p.seller_id NOT IN (" +
      blocks::blocked_with("$2") + ") ORDER BY p.price, p.id LIMIT $6";
  return sql;
}

std::optional<Edition> BookStore::find(db::Tx& tx, const std::string& key) const {
  Names names = read_names(tx, names_sql(), key);
  // Its sellers have all taken their posts down or left; those that were sold are all there is of it.
  if (names.titles.empty()) names = read_names(tx, sold_names_sql(), key);
  if (names.titles.empty()) return std::nullopt;
  Edition edition;
  edition.isbn = names.isbn;
  edition.title = *most_said(names.titles);
  edition.author = most_said(names.authors);
  edition.publisher = most_said(names.publishers);
  auto offers = tx.query(on_sale_sql(), key, max_on_sale);
  offers.next();
  edition.on_sale = offers.integer(0);
  edition.lowest_price = offers.optional_integer(1);
  auto sales = tx.query(sales_sql(), key, max_sales);
  while (sales.next()) edition.sales.push_back({sales.integer(0), sales.integer(1)});
  return edition;
}

std::optional<std::string> BookStore::key_of_post(db::Tx& tx, core::PostId post, core::UserId viewer) const {
  static const std::string sql =
      "SELECT book_key FROM posts WHERE id = $1 AND deleted_at IS NULL "
      "AND (status <> 'hidden' OR seller_id = $2) AND NOT " +
      blocks::blocked_pair("$2", "posts.seller_id");
  auto rows = tx.query(sql, post, viewer);
  return rows.next() ? std::optional(rows.text(0)) : std::nullopt;
}

std::vector<posts::Post> BookStore::copies(db::Tx& tx, const std::string& key, core::PostId without,
                                           const core::Page& page, core::UserId viewer) const {
  const core::PageKey after = page.after.value_or(core::PageKey{"", -1, 0});
  std::vector<posts::Post> out;
  auto rows = tx.query(copies_sql(), key, viewer, without, after.key, after.id, page.limit + 1);
  while (rows.next()) out.push_back(posts::read_post(rows));
  return out;
}

}  // namespace books
