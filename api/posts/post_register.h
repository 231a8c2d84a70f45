// Every post there ever was, hidden, on hold or deleted, as moderators look for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"

namespace posts {

// `hidden` is whatever nobody but its seller sees; `held` what others than its seller have hidden. A deleted
// post is only that.
inline const std::vector<std::string_view> register_statuses = {"selling", "reserved", "sold",
                                                                "hidden",  "held",     "deleted"};

struct RegisterFilter {
  std::optional<search::Query> query;  // all its words must occur
  std::vector<std::string> statuses;   // of register_statuses; none: all
  std::optional<std::string> seller;
};

struct RegisteredPost {
  Post post;  // with its hold
  std::optional<core::Millis> deleted_at;
  core::CaseId open_case;  // 0: none
};

// The latest written first, whatever has become of them; up to page.limit + 1. Words are found as in the
// market's list; the index, which tells where to look, does not have deleted posts, so that each of those is
// looked into.
std::vector<RegisteredPost> list_register(db::Tx& tx, const RegisterFilter& filter, const core::Page& page);

}  // namespace posts
