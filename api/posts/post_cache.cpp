#include "posts/post_cache.h"

#include <mutex>

namespace posts {

namespace {
constexpr std::size_t max_target = 512;
}  // namespace

PostCache::PostCache(db::Database& database, std::size_t max_entries) : max_entries_(max_entries) {
  database.on_change({"posts", "photos", "users"}, [this] { ++generation_; });
}

std::optional<PostCache::Kept> PostCache::kept(const std::string& target) {
  const std::shared_lock lock(mutex_);
  const auto found = entries_generation_ == generation_ ? entries_.find(target) : entries_.end();
  if (found == entries_.end()) {
    ++misses_;
    return std::nullopt;
  }
  ++hits_;
  return found->second;
}

std::optional<http::Response> PostCache::find(const std::string& target) {
  auto found = kept(target);
  return found ? std::optional(std::move(found->response)) : std::nullopt;
}

void PostCache::put(const std::string& target, const http::Response& response, std::uint64_t generation,
                    Marks marks) {
  if (target.size() > max_target) return;
  const std::unique_lock lock(mutex_);
  if (generation != generation_) return;
  if (entries_generation_ != generation || entries_.size() >= max_entries_) {
    entries_.clear();
    entries_generation_ = generation;
  }
  entries_.insert_or_assign(target, Kept{response, std::make_shared<const Marks>(std::move(marks))});
}

}  // namespace posts
