// Users' pages as bytes, kept until a commit changes what they show.
#pragma once

#include <optional>
#include <string>

#include "core/clock.h"
#include "core/ids.h"
#include "db/cache.h"
#include "http/response.h"

namespace users {

// As all see it who are in no blocked pair with that user.
struct KeptPage {
  core::UserId user;
  core::Millis read_at = 0;
  http::Response response;
};

// By the username, in one way for those who are signed in and in another for all others.
class UserCache {
 public:
  // How long a page is kept at most: in time, requests that are not answered change the reply time, and old
  // ones count no longer.
  static constexpr core::Millis kept_for = core::minute;

  explicit UserCache(db::Database& database)
      : pages_(database, {"users", "posts", "deals", "reviews", "rooms.answered_at"}, 4096) {}

  std::uint64_t generation() const { return pages_.generation(); }
  std::optional<KeptPage> find(const std::string& username, bool signed_in, core::Millis now) {
    auto page = pages_.find(key(username, signed_in));
    const bool fresh = page && page->read_at <= now && now < page->read_at + kept_for;
    return fresh ? std::move(page) : std::nullopt;
  }
  void put(const std::string& username, bool signed_in, KeptPage page, std::uint64_t generation) {
    pages_.put(key(username, signed_in), std::move(page), generation);
  }

  const db::CacheCounts& counts() const { return pages_; }

 private:
  // No username has a space in it.
  static std::string key(const std::string& username, bool signed_in) {
    return signed_in ? username + " " : username;
  }

  db::Cache<std::string, KeptPage> pages_;
};

}  // namespace users
