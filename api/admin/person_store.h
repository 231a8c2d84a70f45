// Users as moderators see them, and the whole market in numbers, in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "admin/person.h"
#include "core/page.h"
#include "db/database.h"

namespace admin {

class PersonStore {
 public:
  // Whoever is reported does not learn of it: of oneself without all that.
  std::optional<Person> find(db::Tx& tx, std::string_view username, core::UserId viewer) const;
  // Also one who has left: what was reported of them is still to be decided.
  Person get(db::Tx& tx, core::UserId id) const;
  // The newest accounts first; up to page.limit + 1.
  std::vector<PersonLine> list(db::Tx& tx, const PersonFilter& filter, const core::Page& page,
                               core::Millis now) const;
  // Without cases about `viewer`: whoever is reported does not learn of it.
  Overview overview(db::Tx& tx, core::UserId viewer, core::Millis now) const;

 private:
  Person with_history(db::Tx& tx, users::User user, core::UserId viewer) const;
};

}  // namespace admin
