// A user as moderators see one: with what was reported, decided and done about them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/audit.h"
#include "core/clock.h"
#include "users/user.h"

namespace admin {

struct Person {
  users::User user;
  std::int64_t open_cases = 0;  // about them, their posts and messages
  std::int64_t past_cases = 0;
  std::int64_t reports_made = 0;
  std::int64_t warnings = 0;
  std::vector<AuditEntry> history;  // the latest acts about them
};

constexpr std::size_t max_person_words = 100;  // characters

struct PersonFilter {
  std::optional<std::string> q;  // in the username, the display name or the address
  std::optional<std::string> role;
  bool suspended = false;  // only those
};

// A line of the list.
struct PersonLine {
  users::UserCard card;
  std::string role;
  core::Millis created_at = 0;
  std::optional<http::Suspension> suspension;  // perhaps one whose time is up
  std::int64_t open_cases = 0;
};

struct Overview {
  std::int64_t open_reports = 0;
  std::optional<core::Millis> oldest_report_at;
  std::int64_t open_appeals = 0;
  std::int64_t held_posts = 0;    // by reports, until a moderator has looked
  std::int64_t hidden_posts = 0;  // by moderators
  std::int64_t suspended_users = 0;
  std::int64_t banned_users = 0;
  std::int64_t users = 0;
  std::int64_t sign_ups_today = 0;  // since midnight in Korea
  std::int64_t posts_on_sale = 0;
};

}  // namespace admin
