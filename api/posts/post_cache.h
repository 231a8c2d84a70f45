// Posts and lists as everybody sees them, and counts that are the same for everybody, kept as bytes until a
// commit changes what they show.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "db/database.h"
#include "http/response.h"
#include "posts/post_marks.h"

namespace posts {

class PostCache {
 public:
  // Watches every table a list is made from.
  explicit PostCache(db::Database& database, std::size_t max_entries = 512);

  // Taken before the rows are read, given back with put(): what a commit overtook is not kept.
  std::uint64_t generation() const { return generation_; }

  struct Kept {
    http::Response response;
    std::shared_ptr<const Marks> marks;
  };
  std::optional<Kept> kept(const std::string& target);
  // What is the same whoever asks.
  std::optional<http::Response> find(const std::string& target);
  // How often something was found, and how often not.
  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

  void put(const std::string& target, const http::Response& response, std::uint64_t generation,
           Marks marks = {});

 private:
  const std::size_t max_entries_;
  std::atomic<std::uint64_t> generation_{1};
  mutable std::shared_mutex mutex_;
  std::atomic<std::uint64_t> hits_ = 0;
  std::atomic<std::uint64_t> misses_ = 0;
  std::uint64_t entries_generation_ = 0;
  std::unordered_map<std::string, Kept> entries_;
};

}  // namespace posts
