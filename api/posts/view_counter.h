// Looks at posts, counted in memory until they are written: a look must not cost a write.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "core/clock.h"
#include "core/ids.h"

namespace posts {

class ViewCounter {
 public:
  // Somebody (0: signed out) looked at the post. A signed-in user counts once a day.
  void add(core::PostId post, core::UserId viewer, core::Millis now);
  // What was counted since the last time.
  std::unordered_map<core::PostId, std::int64_t> take();
  // What was taken and could not be written.
  void put_back(const std::unordered_map<core::PostId, std::int64_t>& views);

 private:
  using Posts = std::unordered_set<core::PostId>;

  std::mutex mutex_;
  std::unordered_map<core::PostId, std::int64_t> views_;
  core::Millis day_ = 0;
  std::unordered_map<core::UserId, Posts> seen_;  // on that day
  std::size_t seen_count_ = 0;
};

}  // namespace posts
