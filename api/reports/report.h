// A report: somebody tells the moderators of a user, a post or a message. Reports of the same thing are one
// case until a moderator has looked at it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "users/user.h"

namespace reports {

inline const std::vector<std::string_view> kinds = {"user", "post", "message"};
inline const std::vector<std::string_view> reasons = {"fraud", "prohibited", "harassment",
                                                      "spam",  "wrong_info", "other"};
inline const std::vector<std::string_view> states = {"open", "dismissed", "actioned"};
constexpr std::size_t max_note = 1000;

struct NewReport {
  std::string kind;
  std::string username;  // of a user
  std::int64_t id = 0;   // of a post or a message
  std::string reason;
  std::string note;
};

struct Report {
  std::int64_t id = 0;
  core::CaseId case_id;
  users::UserCard reporter;
  std::string reason;
  std::string note;
  std::string evidence;  // what the reporter saw, as JSON
  core::Millis created_at = 0;
};

struct Case {
  core::CaseId id;
  std::string kind;
  std::int64_t subject = 0;  // in users, posts or messages
  users::UserCard owner;     // whose account, post or message it is
  std::string title;         // of the post; empty for others
  bool held = false;         // the post is hidden until a moderator has looked at it
  std::string state;
  std::int64_t reporters = 0;
  std::map<std::string, std::int64_t> reasons;
  core::Millis opened_at = 0;
  std::optional<std::string> note;
  std::optional<core::Millis> resolved_at;
  std::optional<std::string> resolved_by;
};

struct CaseFilter {
  std::string state = "open";
  std::optional<std::string> kind;
  std::optional<std::string> owner;
  core::UserId not_about;            // whoever is reported does not learn by whom
  bool most_reported_first = false;  // of open ones; otherwise the oldest, of others the newest first
};

}  // namespace reports
