#include "admin/admin_service.h"

#include "core/error.h"

namespace admin {

using http::Access;

Overview AdminService::overview(const Actor& actor) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    return people_.overview(tx, desk_.now());
  });
}

std::vector<PersonLine> AdminService::people(const Actor& actor, const PersonFilter& filter,
                                             const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    return people_.list(tx, filter, page, desk_.now());
  });
}

std::vector<posts::RegisteredPost> AdminService::posts(const Actor& actor,
                                                       const posts::RegisterFilter& filter,
                                                       const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    return posts::list_register(tx, filter, page);
  });
}

Person AdminService::person(const Actor& actor, std::string_view username) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    auto person = people_.find(tx, username);
    if (!person) throw core::not_found("There is no such user.");
    // What was decided about what one was reported for is for the others.
    if (person->user.card.id == actor.user)
      std::erase_if(person->history,
                    [](const AuditEntry& entry) { return entry.action == "report.resolve"; });
    return std::move(*person);
  });
}

}  // namespace admin
