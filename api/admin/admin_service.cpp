#include "admin/admin_service.h"

#include "core/error.h"

namespace admin {

using http::Access;

Overview AdminService::overview(const Actor& actor) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    return people_.overview(tx, actor.user, desk_.now());
  });
}

std::vector<PersonLine> AdminService::people(const Actor& actor, const PersonFilter& filter,
                                             const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    auto found = people_.list(tx, filter, page, desk_.now());
    for (PersonLine& line : found) {
      if (line.card.id == actor.user) line.open_cases = 0;
    }
    return found;
  });
}

std::vector<posts::RegisteredPost> AdminService::posts(const Actor& actor,
                                                       const posts::RegisterFilter& filter,
                                                       const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    auto found = posts::list_register(tx, filter, page);
    for (posts::RegisteredPost& one : found) {
      if (one.post.seller.id == actor.user) one.open_case = {};
    }
    return found;
  });
}

Person AdminService::person(const Actor& actor, std::string_view username) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    auto person = people_.find(tx, username, actor.user);
    if (!person) throw core::not_found("There is no such user.");
    return std::move(*person);
  });
}

}  // namespace admin
