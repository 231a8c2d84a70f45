#include "admin/admin_service.h"

#include "core/error.h"

namespace admin {

using http::Access;

namespace {

// Whoever is reported does not learn of it, nor what the others have said about that.
void hide_reports(Person& oneself) {
  oneself.open_cases = 0;
  oneself.past_cases = 0;
  std::erase_if(oneself.history, [](const AuditEntry& entry) { return entry.action == "report.resolve"; });
}

}  // namespace

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
    return posts::list_register(tx, filter, page);
  });
}

Person AdminService::person(const Actor& actor, std::string_view username) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    auto person = people_.find(tx, username);
    if (!person) throw core::not_found("There is no such user.");
    if (person->user.card.id == actor.user) hide_reports(*person);
    return std::move(*person);
  });
}

}  // namespace admin
