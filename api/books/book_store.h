// Editions in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/book.h"
#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"

namespace books {

class BookStore {
 public:
  // Nothing when no post of it is there to be seen and none was sold.
  std::optional<Edition> find(db::Tx& tx, const std::string& key) const;

  // The key of the post's edition; nothing for a post that `viewer` may not see.
  std::optional<std::string> key_of_post(db::Tx& tx, core::PostId post, core::UserId viewer) const;

  // The copies on sale but for `without`, the cheapest first; one more than page.limit.
  std::vector<posts::Post> copies(db::Tx& tx, const std::string& key, core::PostId without,
                                  const core::Page& page, core::UserId viewer) const;
};

// The statements, whose plans are tested: each reads an index in its order and stops at its limit. The key is
// $1.
std::string_view names_sql();
std::string_view sold_names_sql();
std::string_view on_sale_sql();
std::string_view sales_sql();
std::string_view copies_sql();

}  // namespace books
