#include "posts/post_cache.h"

#include <mutex>

namespace posts {

namespace {
constexpr std::size_t max_entries = 512;
constexpr std::size_t max_target = 512;
}  // namespace

PostCache::PostCache(db::Database& database) {
  database.on_change({"posts", "photos", "users"}, [this] { ++generation_; });
}

std::optional<http::Response> PostCache::find(const std::string& target) {
  const std::shared_lock lock(mutex_);
  const auto found = entries_generation_ == generation_ ? entries_.find(target) : entries_.end();
  if (found == entries_.end()) {
    ++misses_;
    return std::nullopt;
  }
  ++hits_;
  return found->second;
}

void PostCache::put(const std::string& target, const http::Response& response, std::uint64_t generation) {
  if (target.size() > max_target) return;
  const std::unique_lock lock(mutex_);
  if (generation != generation_) return;
  if (entries_generation_ != generation || entries_.size() >= max_entries) {
    entries_.clear();
    entries_generation_ = generation;
  }
  entries_.insert_or_assign(target, response);
}

}  // namespace posts
