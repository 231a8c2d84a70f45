// Users in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/database.h"
#include "users/user.h"

namespace users {

struct Credentials {
  core::UserId id;
  std::string password_hash;
};

class UserStore {
 public:
  // Throws db::UniqueViolation on users.username or users.email.
  core::UserId insert(db::Tx& tx, const NewUser& user, const std::string& password_hash,
                      core::Millis now) const;

  std::optional<User> find(db::Tx& tx, core::UserId id) const;
  std::optional<User> find(db::Tx& tx, std::string_view username) const;
  std::optional<User> find_by_email(db::Tx& tx, std::string_view email) const;
  std::optional<UserCard> card(db::Tx& tx, core::UserId id) const;
  // Nobody's of one who is leaving.
  std::optional<Credentials> credentials(db::Tx& tx, std::string_view username) const;
  std::optional<Credentials> credentials(db::Tx& tx, core::UserId id) const;

  // Whether anybody has ever signed up.
  bool any(db::Tx& tx) const;
  bool username_taken(db::Tx& tx, std::string_view username) const;
  // Whether somebody of that name has left after `since`. Of the name a hash alone is kept.
  bool name_left(db::Tx& tx, std::string_view username, core::Millis since) const;
  // Nobody gets the address of somebody suspended who leaves, for as long as the suspension would last
  // (nothing: for ever), or leaving would end it. A hash alone is kept, among those of names, none of which
  // has an "@".
  void bar_address(db::Tx& tx, core::UserId id, std::optional<core::Millis> until) const;
  bool address_barred(db::Tx& tx, std::string_view email, core::Millis now) const;
  // Forgets up to `limit` names of those who left before `time`; answers how many.
  std::int64_t forget_names(db::Tx& tx, core::Millis time, int limit) const;

  // Throws db::UniqueViolation on users.email. A new address is not verified.
  void update(db::Tx& tx, core::UserId id, const UserChanges& changes) const;
  // Takes away all that tells who the user was; `name` stands in for the username, which is noted as left.
  void anonymise(db::Tx& tx, core::UserId id, std::string_view name, core::Millis now) const;
  std::string role(db::Tx& tx, core::UserId id) const;
  void set_role(db::Tx& tx, core::UserId id, std::string_view role) const;
  // Or is about to have: nothing brings them back.
  bool has_left(db::Tx& tx, core::UserId id) const;
  // From then on they are refused as who has left, until anonymise() ends it.
  void begin_leaving(db::Tx& tx, core::UserId id) const;
  bool is_leaving(db::Tx& tx, core::UserId id) const;
  std::vector<core::UserId> leaving(db::Tx& tx) const;
  bool is_last_admin(db::Tx& tx, core::UserId id) const;
  // Throws 409 `last-admin`.
  void require_another_admin(db::Tx& tx, core::UserId id) const;
  void set_language(db::Tx& tx, core::UserId id, std::string_view language) const;
  void set_password(db::Tx& tx, core::UserId id, const std::string& password_hash) const;
};

// The columns of a UserCard for a join on `users AS u`, and how to read them from column `first` on.
constexpr std::string_view user_card_columns =
    "u.id, u.username, u.display_name, u.major, u.email_verified_at IS NOT NULL, u.rating_sum, "
    "u.rating_count, u.campus";
constexpr int user_card_width = 8;
UserCard read_user_card(const db::Rows& rows, int first);

}  // namespace users
