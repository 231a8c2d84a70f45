#include "posts/book_key.h"

#include "search/name_key.h"

namespace posts {

std::string book_key(const Book& book) {
  if (book.isbn) return *book.isbn;
  // The stroke keeps the two apart, and a title of 13 digits from an ISBN.
  return search::name_key(book.title) + "/" + (book.author ? search::name_key(*book.author) : "");
}

void write_book_keys(db::Database& database) {
  constexpr std::int64_t at_once = 1000;
  core::PostId last;
  for (bool more = true; more;) {
    more = database.write([&](db::Tx& tx) {
      std::int64_t count = 0;
      auto rows = tx.query(
          "SELECT id, book_title, book_author, book_isbn FROM posts WHERE id > $1 ORDER BY id LIMIT $2", last,
          at_once);
      for (; rows.next(); ++count) {
        last = rows.id<core::PostId>(0);
        Book book;
        book.title = rows.text(1);
        book.author = rows.optional_text(2);
        book.isbn = rows.optional_text(3);
        tx.run("UPDATE posts SET book_key = $2 WHERE id = $1", last, book_key(book));
      }
      return count == at_once;
    });
  }
}

}  // namespace posts
