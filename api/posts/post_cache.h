// Posts and lists as everybody sees them, and counts that are the same for everybody, kept as bytes until a
// commit changes what they show.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "db/cache.h"
#include "http/encoding.h"
#include "http/response.h"
#include "posts/post_marks.h"

namespace posts {

struct KeptAnswer {
  http::Response response;
  std::shared_ptr<const Marks> marks;
  std::shared_ptr<const http::Encodings> encodings = std::make_shared<const http::Encodings>(response.body);
};

// By the target of the request, or what else the answer depends on.
class PostCache : public db::Cache<std::string, KeptAnswer> {
 public:
  explicit PostCache(db::Database& database, std::size_t max_entries = 512)
      : Cache(database, {"posts", "photos", "users"}, max_entries) {}

  // What is the same whoever asks.
  std::optional<http::Response> response(const std::string& target);

  // Gives what is kept; it is not when the target is very long.
  KeptAnswer put(const std::string& target, const http::Response& response, std::uint64_t generation,
                 Marks marks = {});
};

}  // namespace posts
