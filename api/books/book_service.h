// Which editions this market has seen, for how much they go, and who else offers one. All of it is for
// everybody; posts that are hidden add nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "books/book.h"
#include "books/book_store.h"
#include "core/page.h"
#include "db/database.h"
#include "posts/post_store.h"
#include "search/query.h"

namespace books {

struct BookPage {
  std::vector<Edition> items;
  std::optional<std::string> next_cursor;
};

// The other copies of a post's book.
struct Copies {
  std::optional<Edition> book;  // nothing when only its seller can see the post, and nobody else has it
  std::vector<posts::Post> items;
  std::optional<std::string> next_cursor;
};

class BookService {
 public:
  explicit BookService(db::Database& database) : database_(database) {}

  // One edition, or none. `isbn` has 13 digits.
  BookPage with_isbn(const std::string& isbn);
  // The editions of the posts that search finds, on sale, reserved or sold; in the order of their best post.
  BookPage search(const search::Query& query, const core::Page& page);
  // On sale, the cheapest first, without the post itself. 404 for a post that `viewer` may not see.
  Copies copies(core::PostId post, const core::Page& page, core::UserId viewer);

 private:
  db::Database& database_;
  BookStore store_;
  posts::PostStore posts_;
};

// What the cursors of the pages were made for.
constexpr std::string_view books_order = "books";
constexpr std::string_view copies_order = "copies";

}  // namespace books
