#include "posts/post_cache.h"

#include <utility>

namespace posts {

namespace {
constexpr std::size_t max_target = 512;
// Of one answer, besides its bytes: the fields of its head, the marks, the entry itself.
constexpr std::size_t frame = 1024;
}  // namespace

std::optional<http::Response> PostCache::response(const std::string& target) {
  auto kept = find(target);
  return kept ? std::optional(std::move(kept->response)) : std::nullopt;
}

KeptAnswer PostCache::put(const std::string& target, const http::Response& response, std::uint64_t generation,
                          Marks marks) {
  KeptAnswer kept{.response = response, .marks = std::make_shared<const Marks>(std::move(marks))};
  // Twice: the coded forms together hardly ever come to more than the body itself.
  const std::size_t size = 2 * response.body->size() + frame;
  if (target.size() <= max_target) Cache::put(target, kept, generation, size);
  return kept;
}

}  // namespace posts
