#include "posts/view_counter.h"

#include <utility>

namespace posts {

namespace {
// Beyond this many pairs of user and post it forgets who has seen what: a look too many does less harm than
// memory that grows all day.
constexpr std::size_t max_seen = 200'000;
}  // namespace

void ViewCounter::add(core::PostId post, core::UserId viewer, core::Millis now) {
  const std::lock_guard lock(mutex_);
  if (viewer.value != 0) {
    if (now / core::day != day_ || seen_count_ >= max_seen) {
      day_ = now / core::day;
      seen_.clear();
      seen_count_ = 0;
    }
    if (!seen_[viewer].insert(post).second) return;
    ++seen_count_;
  }
  ++views_[post];
}

std::unordered_map<core::PostId, std::int64_t> ViewCounter::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(views_, {});
}

void ViewCounter::put_back(const std::unordered_map<core::PostId, std::int64_t>& views) {
  const std::lock_guard lock(mutex_);
  for (const auto& [post, count] : views) views_[post] += count;
}

}  // namespace posts
