#include "users/user_service.h"

#include "core/error.h"
#include "core/token.h"
#include "users/reputation.h"

namespace users {

namespace {

constexpr int names_at_once = 1000;                   // so that other writes do not wait long
constexpr std::string_view left_prefix = "deleted-";  // what stands in for the name of who has left

core::Error email_taken() {
  return core::conflict("email-taken", "There is an account with this e-mail address.");
}

[[noreturn]] void refuse_taken(const db::UniqueViolation& violation) {
  if (violation.on("email")) throw email_taken();
  throw core::conflict("username-taken", "This username is taken.");
}

}  // namespace

User UserService::sign_up(const NewUser& user) {
  // Looked up first, so that a crowd after one name doesn't cost a hash each; the constraint decides.
  database_.read([&](db::Tx& tx) { require_free(tx, user.username, user.email); });
  const std::string hash = hasher_.hash(user.password);
  try {
    return database_.write([&](db::Tx& tx) {
      require_free(tx, user.username, user.email);
      const auto id = store_.insert(tx, user, hash, clock_.now());
      return store_.find(tx, id).value();
    });
  } catch (const db::UniqueViolation& violation) {
    refuse_taken(violation);
  }
}

User UserService::find(core::UserId id) {
  return database_.read([&](db::Tx& tx) { return store_.find(tx, id).value(); });
}

Profile UserService::profile(std::string_view username, core::UserId viewer) {
  return database_.read([&](db::Tx& tx) {
    auto user = store_.find(tx, username);
    if (!user) throw core::not_found("There is no such user.");
    user->reputation = reputation_of(tx, user->card.id, clock_.now());
    Profile out{.user = std::move(*user), .blocked = {}};
    if (viewer.value == 0) return out;
    const auto standing = blocks_.between(tx, viewer, out.user.card.id);
    out.blocked = standing.by_me;
    // As the list of their posts, which is empty: a number would tell that there is something to be seen.
    if (standing.any()) out.user.counts.selling = 0;
    out.for_all = !standing.any();
    return out;
  });
}

User UserService::update(const http::Principal& who, const UserChanges& changes) {
  const auto moves = [&](const User& user) { return changes.email && *changes.email != user.email; };
  std::optional<std::string> checked;
  if (moves(find(who.user)) && changes.current_password) {
    checked = sessions_.require_password(who, *changes.current_password);
  }
  try {
    return database_.write([&](db::Tx& tx) {
      require_here(tx, who.user);
      const User before = store_.find(tx, who.user).value();
      // A name and a few words about oneself reach everybody; and with another address this one would be free
      // for another account, and the suspension for nothing.
      if (const auto row = suspensions_.in_force(tx, who.user, clock_.now()))
        throw http::suspended(row->terms);
      const auto& name = changes.display_name;
      if (name && *name != before.card.display_name && before.role == "user" && reserved_name(*name)) {
        throw core::invalid_field("/display_name", "not-allowed",
                                  "This name is for those who run the market.");
      }
      if (moves(before)) {
        if (!checked) {
          throw core::invalid_field("/current_password", "required",
                                    "Another e-mail address needs the current password.");
        }
        require_unchanged(tx, who.user, *checked);
        if (store_.address_barred(tx, *changes.email, clock_.now())) throw email_taken();
      }
      store_.update(tx, who.user, changes);
      if (moves(before)) {
        safety_.email_changed(tx, who.user, before.email);
        sessions_.refresh(tx, who.user);
      }
      return store_.find(tx, who.user).value();
    });
  } catch (const db::UniqueViolation& violation) {
    refuse_taken(violation);
  }
}

void UserService::change_password(const http::Principal& who, const std::string& current,
                                  const std::string& next) {
  const std::string checked = sessions_.require_password(who, current);
  const std::string hash = hasher_.hash(next);
  database_.write([&](db::Tx& tx) {
    require_unchanged(tx, who.user, checked);
    store_.set_password(tx, who.user, hash);
    sessions_.end_all_but(tx, who);
    safety_.password_changed(tx, who.user);
  });
}

void UserService::remove(const http::Principal& who, const std::string& password) {
  const std::string checked = sessions_.require_password(who, password);
  // Once it has begun it goes on to its end, with the next sweep if this server stops: a password that is
  // changed meanwhile must not leave an account whose deals were told that their other side has left.
  database_.write([&](db::Tx& tx) {
    require_here(tx, who.user);
    require_unchanged(tx, who.user, checked);
    store_.require_another_admin(tx, who.user);
    store_.begin_leaving(tx, who.user);
    // Nobody else may count on them: the next admin to leave would be the last one.
    store_.set_role(tx, who.user, "user");
    sessions_.end_all(tx, who.user);
  });
  finish_leaving(who.user);
}

void UserService::finish_leaving() {
  for (const core::UserId user : database_.read([&](db::Tx& tx) { return store_.leaving(tx); })) {
    finish_leaving(user);
  }
}

// The request and a sweep may both be at it: whoever comes last finds that it is done.
void UserService::finish_leaving(core::UserId user) {
  for (const auto& clear : leaving_) {
    const auto portion = [&](db::Tx& tx) { return store_.is_leaving(tx, user) && clear(tx, user); };
    while (database_.write(portion)) {
    }
  }
  database_.write([&](db::Tx& tx) {
    if (!store_.is_leaving(tx, user)) return;
    remove_again(tx, user, std::string(left_prefix) + core::new_public_id().substr(0, 12));
  });
}

void UserService::remove_again(db::Tx& tx, core::UserId user, const std::string& name) const {
  for (const auto& clear : leaving_) {
    while (clear(tx, user)) {
    }
  }
  for (const auto& clear : going_with_account_) clear(tx, user);
  if (const auto row = suspensions_.in_force(tx, user, clock_.now()))
    store_.bar_address(tx, user, row->terms.until);
  store_.anonymise(tx, user, name, clock_.now());
  sessions_.end_all(tx, user);
}

void UserService::free_names() {
  while (database_.write([&](db::Tx& tx) {
    return store_.forget_names(tx, clock_.now() - name_kept_, names_at_once);
  }) > 0) {
  }
}

void UserService::require_free(db::Tx& tx, std::string_view username, std::string_view email) const {
  if (store_.address_barred(tx, email, clock_.now())) throw email_taken();
  // Nobody may look like one who has left.
  if (username.starts_with(left_prefix) || store_.username_taken(tx, username) ||
      store_.name_left(tx, username, clock_.now() - name_kept_)) {
    throw core::conflict("username-taken", "This username is taken.");
  }
}

// Two changes at once: the second was checked against a password that is no longer the current one.
void UserService::require_unchanged(db::Tx& tx, core::UserId id, const std::string& password_hash) const {
  if (store_.credentials(tx, id).value().password_hash != password_hash) throw wrong_password();
}

void UserService::require_here(db::Tx& tx, core::UserId id) const {
  if (store_.has_left(tx, id)) throw core::Error(401, "not-signed-in", "Please sign in first.");
}

}  // namespace users
