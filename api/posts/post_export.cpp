#include "posts/post_export.h"

#include <string>

namespace posts {

namespace {

const std::string own_posts =
    "SELECT id, status, title, book_title, book_author, book_publisher, book_edition, book_isbn, price, "
    "condition, condition_flags, place, description, major, course_name, course_professor, favorite_count, "
    "view_count, created_at, updated_at, bumped_at, sold_at, deleted_at FROM posts WHERE seller_id = $1 AND "
    "deleted_at IS ";

}  // namespace

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  // In two parts, each of which has its index.
  exporter.section("posts", {"posts.seller_id"},
                   own_data::list(own_posts + "NULL UNION ALL " + own_posts + "NOT NULL ORDER BY id",
                                  {{"id", As::integer},
                                   {"status"},
                                   {"title"},
                                   {"book_title"},
                                   {"book_author"},
                                   {"book_publisher"},
                                   {"book_edition"},
                                   {"book_isbn"},
                                   {"price", As::integer},
                                   {"condition"},
                                   {"condition_flags", As::list},
                                   {"place"},
                                   {"description"},
                                   {"major"},
                                   {"course_name"},
                                   {"course_professor"},
                                   {"favorite_count", As::integer},
                                   {"view_count", As::integer},
                                   {"created_at", As::time},
                                   {"updated_at", As::time},
                                   {"bumped_at", As::time},
                                   {"sold_at", As::time},
                                   {"deleted_at", As::time}}));
  // What another has hidden or deleted is that other's affair.
  exporter.section(
      "favorites", {"favorites.user_id"},
      own_data::list("SELECT f.post_id, CASE WHEN p.status <> 'hidden' AND p.deleted_at IS NULL "
                     "THEN p.title END, f.created_at FROM favorites f "
                     "JOIN posts p ON p.id = f.post_id WHERE f.user_id = $1 ORDER BY f.created_at",
                     {{"post_id", As::integer}, {"post_title"}, {"created_at", As::time}}));
}

}  // namespace posts
