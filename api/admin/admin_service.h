// What moderators look at beside their queue: the market in numbers, its people and posts.
#pragma once

#include <string_view>
#include <vector>

#include "admin/desk.h"
#include "admin/person_store.h"
#include "core/page.h"
#include "db/database.h"
#include "posts/post_register.h"

namespace admin {

class AdminService {
 public:
  AdminService(db::Database& database, const Desk& desk) : database_(database), desk_(desk) {}

  // All throw 403 `not-permitted`; lists hold up to page.limit + 1.
  Overview overview(const Actor& actor);
  std::vector<PersonLine> people(const Actor& actor, const PersonFilter& filter, const core::Page& page);
  std::vector<posts::RegisteredPost> posts(const Actor& actor, const posts::RegisterFilter& filter,
                                           const core::Page& page);
  Person person(const Actor& actor, std::string_view username);  // throws 404

 private:
  db::Database& database_;
  const Desk& desk_;
  PersonStore people_;
};

}  // namespace admin
