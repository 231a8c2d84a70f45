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
  // `bytes` of memory, about: what is sent, with its coded forms. Not a number of answers, as one may be of
  // some hundred bytes or of megabytes, as people will have it.
  PostCache(db::Database& database, std::size_t bytes)
      : Cache(database, {"posts", "photos", "users"}, bytes) {}

  // What is the same whoever asks.
  std::optional<http::Response> response(const std::string& target);

  // Gives what is kept; it is not when it is very long, or the target is.
  KeptAnswer put(const std::string& target, const http::Response& response, std::uint64_t generation,
                 Marks marks = {});
};

}  // namespace posts
