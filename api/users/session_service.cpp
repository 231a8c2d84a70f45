#include "users/session_service.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "core/token.h"
#include "http/network.h"

namespace users {

namespace {
constexpr std::size_t max_cached = 100'000;
// last_seen_at is for people to look at: a write for every request would cost more than it tells.
constexpr core::Millis touch_interval = 5 * core::minute;

// One that comes from another network is written down sooner, but not at each change: two networks in turn
// would be a write for every request.
constexpr core::Millis move_interval = 30 * core::second;
}  // namespace

NewSession SessionService::sign_in(const SignIn& sign_in, const std::string& address,
                                   std::string user_agent) {
  const std::string network = http::client_network(address);
  bool known = false;
  const auto credentials = database_.read([&](db::Tx& tx) {
    auto found = users_.credentials(tx, sign_in.username);
    // Looked up for nobody as well: it takes as long.
    known = sessions_.knows_place(tx, found ? found->id : core::UserId(), network);
    return found;
  });
  auto attempt = limit_.attempt(sign_in.username, address, known, clock_.now());
  // The unknown user's password is checked as well, so that the time tells nothing.
  const bool right =
      hasher_.verify(credentials ? credentials->password_hash : hasher_.nobody(), sign_in.password);
  if (!credentials || !right) {
    attempt.wrong();
    throw core::Error(401, "wrong-credentials", "The username or the password is wrong.");
  }
  const bool rehash = hasher_.outdated(credentials->password_hash);
  const std::string new_hash = rehash ? hasher_.hash(sign_in.password) : std::string();

  NewSession made;
  made.token = core::new_token();
  const core::Millis now = clock_.now();
  user_agent.resize(std::min(user_agent.size(), max_user_agent));
  if (!core::valid_utf8(user_agent)) user_agent.clear();
  made.session = {{},
                  sign_in.transport,
                  sign_in.name,
                  std::move(user_agent),
                  now,
                  now,
                  now + lifetime_,
                  http::plain_address(address)};
  database_.write([&](db::Tx& tx) {
    // The password may have been changed while it was being checked here, or the account be left.
    const auto current = users_.credentials(tx, credentials->id);
    if (!current || current->password_hash != credentials->password_hash ||
        users_.has_left(tx, credentials->id)) {
      throw core::Error(401, "wrong-credentials", "The username or the password is wrong.");
    }
    if (rehash) users_.set_password(tx, credentials->id, new_hash);
    made.session.id = sessions_.insert(tx, credentials->id, core::digest(made.token), made.session);
    forget_after_commit(tx, sessions_.remove_oldest(tx, credentials->id, max_sessions));
    if (made.session.last_address) sessions_.remember_place(tx, credentials->id, network, now);
    made.user = users_.find(tx, credentials->id).value();
    if (signed_in_) signed_in_(tx, made, sign_in, address);
  });
  attempt.right();
  return made;
}

void SessionService::describe_limit(http::Response& response, const std::string& username,
                                    const std::string& address) const {
  limit_.describe(response, username, address, clock_.now());
}

std::string SessionService::require_password(const http::Principal& who, const std::string& password) {
  auto attempt = limit_.attempt(who.session, clock_.now());
  const auto credentials =
      database_.read([&](db::Tx& tx) { return users_.credentials(tx, who.user).value(); });
  if (!hasher_.verify(credentials.password_hash, password)) {
    attempt.wrong();
    throw wrong_password();
  }
  attempt.right();
  return credentials.password_hash;
}

std::vector<Session> SessionService::list(core::UserId user) {
  return database_.read([&](db::Tx& tx) { return sessions_.list(tx, user, clock_.now()); });
}

void SessionService::end(core::UserId user, core::SessionId id) {
  database_.write([&](db::Tx& tx) {
    auto ended = sessions_.remove(tx, user, id);
    if (ended.empty()) throw core::not_found("There is no such session.");
    forget_after_commit(tx, std::move(ended));
  });
}

void SessionService::end_others(const http::Principal& who) {
  database_.write(
      [&](db::Tx& tx) { forget_after_commit(tx, sessions_.remove_others(tx, who.user, who.session)); });
}

void SessionService::end_all_but(db::Tx& tx, const http::Principal& who) {
  forget_after_commit(tx, sessions_.remove_all(tx, who.user, who.session));
}

void SessionService::end_all(db::Tx& tx, core::UserId user) {
  forget_after_commit(tx, sessions_.remove_all(tx, user));
  sessions_.forget_places(tx, user);
}

void SessionService::end_expired() {
  const core::Millis now = clock_.now();
  database_.write([&](db::Tx& tx) {
    forget_after_commit(tx, sessions_.remove_expired(tx, now));
    sessions_.forget_old_places(tx, now - place_kept);
  });
}

void SessionService::refresh(db::Tx& tx, core::UserId user) {
  tx.after_commit([this, user] {
    const std::unique_lock lock(cache_mutex_);
    ++changes_;
    std::erase_if(cache_, [user](const auto& entry) { return entry.second.principal.user == user; });
  });
}

void SessionService::forget_known() {
  const std::unique_lock lock(cache_mutex_);
  ++changes_;
  cache_.clear();
}

std::optional<http::Principal> SessionService::find(std::string_view token, const std::string& address) {
  const std::string token_hash = core::digest(token);
  const core::Millis now = clock_.now();
  auto known = cached(token_hash);
  if (!known) {
    std::uint64_t changes = 0;
    {
      const std::shared_lock lock(cache_mutex_);
      changes = changes_;
    }
    known = database_.read([&](db::Tx& tx) { return sessions_.find(tx, token_hash); });
    if (!known) return std::nullopt;
    const std::unique_lock lock(cache_mutex_);
    if (changes == changes_) {
      if (cache_.size() >= max_cached) cache_.clear();
      cache_.emplace(token_hash, *known);
    }
  }
  if (known->expires_at <= now) return std::nullopt;
  touch(token_hash, *known, now, address);
  return std::move(known->principal);
}

std::optional<http::Principal> SessionService::again(const http::Principal& who) {
  auto known = database_.read([&](db::Tx& tx) { return sessions_.find(tx, who.session); });
  if (!known || known->expires_at <= clock_.now()) return std::nullopt;
  known->principal.by_cookie = who.by_cookie;
  return std::move(known->principal);
}

std::optional<KnownSession> SessionService::cached(const std::string& token_hash) const {
  const std::shared_lock lock(cache_mutex_);
  const auto found = cache_.find(token_hash);
  return found != cache_.end() ? std::optional(found->second) : std::nullopt;
}

void SessionService::touch(const std::string& token_hash, const KnownSession& known, core::Millis now,
                           const std::string& address) {
  // Seen later than now: while the clock was ahead.
  const bool due = known.last_seen_at + touch_interval <= now || known.last_seen_at > now + touch_interval;
  const bool moved = known.last_address != address && known.moved_at + move_interval <= now &&
                     http::client_network(known.last_address) != http::client_network(address);
  if (!due && !moved) return;
  const auto plain = http::plain_address(address);
  if (!due && !plain) return;
  {
    const std::unique_lock lock(cache_mutex_);
    const auto found = cache_.find(token_hash);
    if (found != cache_.end()) {
      found->second.last_seen_at = now;
      if (plain) found->second.last_address = *plain;
      if (moved) found->second.moved_at = now;
    }
  }
  // Not taken when the writer is busy: the next request after the interval tries again.
  (void)database_.post_write(
      [this, id = known.principal.session, now, plain](db::Tx& tx) { sessions_.touch(tx, id, now, plain); },
      [](const std::exception_ptr&) {});
}

void SessionService::forget_after_commit(db::Tx& tx, std::vector<core::SessionId> ended) {
  if (ended.empty()) return;
  tx.after_commit([this, ended = std::move(ended)] {
    {
      const std::unique_lock lock(cache_mutex_);
      ++changes_;
      std::erase_if(cache_, [&](const auto& entry) {
        return std::find(ended.begin(), ended.end(), entry.second.principal.session) != ended.end();
      });
    }
    for (const auto id : ended) {
      if (told_) told_(id);
    }
  });
}

}  // namespace users
