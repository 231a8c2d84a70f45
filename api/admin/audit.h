// What moderators, admins and the operator did: an entry for each act, written in the act's own transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"

namespace admin {

inline const std::vector<std::string_view> audit_actions = {
    "report.view",    "report.resolve", "post.hold",     "post.hide",       "post.restore",
    "user.warn",      "user.suspend",   "user.ban",      "user.restore",    "user.role",
    "appeal.resolve", "audit.undo",     "snapshot.take", "snapshot.remove", "snapshot.rollback"};

// Who acts.
struct Actor {
  core::UserId user;  // 0: nobody with an account
  std::string source =
      "moderator";         // moderator (or admin), operator (the command line), market (a rule of it)
  std::string request_id;  // empty: no request
};

// What an act is about.
struct Subject {
  // user, post, report (a case), appeal, audit (an entry whose act was taken back), snapshot
  std::string_view kind;
  std::int64_t id = 0;  // of a snapshot 0, as its id is a text: the act's details have it as `snapshot_id`
  core::UserId about;   // whom it concerns
};

// Whether an act can be taken back by the one who asks.
struct Undoing {
  bool possible = false;
  // undone-already, not-undoable, part-of-another, changed-since, not-permitted, last-admin; empty when it is
  // possible, or nobody has asked
  std::string_view why_not;
  std::optional<std::int64_t> part_of;  // the entry by which this act is taken back, too
};

struct AuditEntry {
  std::int64_t id = 0;
  core::Millis at = 0;
  std::optional<std::string> actor;  // a username
  std::string source;
  std::string action;
  std::string subject_kind;
  std::int64_t subject_id = 0;
  std::optional<std::string> about;  // a username
  std::string details;               // JSON
  std::optional<std::string> request_id;
  core::UserId about_id;
  std::optional<std::string> undo;        // JSON, see change.h
  std::optional<std::int64_t> undone_by;  // the entry that took it back
  Undoing undoing;
};

struct AuditFilter {
  std::optional<std::string> actor;
  std::optional<std::string> about;
  std::optional<std::string> action;
  bool without_looks = false;  // acts alone
  core::UserId viewer = {};    // whoever is reported does not learn of it
};

}  // namespace admin
