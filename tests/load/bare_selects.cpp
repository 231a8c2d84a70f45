// What reading is compared with: sqlite3 alone, one connection that reads the rows of a list's first page, or
// of a post, over and over, and looks at every column.
//   load_bare_selects DATABASE list|post SECONDS     on a database made by load_fill; prints how many a
//   second
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "load/bare_database.h"

namespace {

using Clock = std::chrono::steady_clock;

// The columns of posts/post_store, for somebody who is signed in.
const std::string select_posts =
    "SELECT p.id, p.status, p.title, p.book_title, p.book_author, p.book_publisher, p.book_edition, "
    "p.book_isbn, p.price, p.condition, p.condition_flags, p.place, p.description, p.major, p.course_name, "
    "p.course_professor, p.favorite_count, p.view_count, p.deal_count, p.version, p.created_at, "
    "p.updated_at, "
    "p.bumped_at, p.sold_at, EXISTS (SELECT 1 FROM favorites AS f WHERE f.post_id = p.id AND f.user_id = 1), "
    "(SELECT count(*) FROM photos WHERE post_id = p.id), cover.id, cover.width, cover.height, u.id, "
    "u.username, u.display_name, u.major, u.email_verified_at IS NOT NULL, u.rating_sum, u.rating_count, "
    "u.campus FROM posts AS p JOIN users AS u ON u.id = p.seller_id "
    "LEFT JOIN photos AS cover ON cover.post_id = p.id AND cover.position = 0 ";

std::string sql_of(std::string_view what) {
  if (what == "post") return select_posts + "WHERE p.id = 7 AND p.deleted_at IS NULL";
  return select_posts +
         "WHERE p.deleted_at IS NULL AND p.status IN ('selling', 'reserved') "
         "ORDER BY p.bumped_at DESC, p.id DESC LIMIT 21";
}

double read_a_second(load::Statement& statement, double seconds) {
  const auto start = Clock::now();
  std::chrono::duration<double> passed{0};
  std::int64_t count = 0;
  std::int64_t seen = 0;
  for (; passed.count() < seconds; passed = Clock::now() - start, ++count) {
    while (statement.step()) {
      for (int column = 0; column < statement.columns(); ++column) seen += statement.look(column);
    }
  }
  if (seen == 0) throw std::runtime_error("there is nothing to read");
  return static_cast<double>(count) / passed.count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 4 ? argv[2] : "";
  if (what != "list" && what != "post") {
    std::cerr << "usage: load_bare_selects DATABASE list|post SECONDS\n";
    return 2;
  }
  try {
    const load::Database database(argv[1]);
    load::Statement statement(database.get(), sql_of(what).c_str());
    std::cout << "{\"per_second\":" << read_a_second(statement, std::atof(argv[3])) << "}\n";
  } catch (const std::exception& error) {
    std::cerr << "load_bare_selects: " << error.what() << "\n";
    return 1;
  }
}
