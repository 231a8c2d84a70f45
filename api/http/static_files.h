// Files read once at start-up and served from memory: nothing a client sends ever becomes a path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/response.h"

namespace http {

class StaticFiles {
 public:
  // Serves every file below `directory` under `prefix` ("/" or "/docs/"); index.html also as its folder. A
  // missing directory is empty.
  void add(const std::string& prefix, const std::string& directory);
  // Serves one file at `path`; nothing when it can't be read.
  void add_file(const std::string& path, const std::string& file);

  // 200 with ETag and Content-Type, or nothing.
  std::optional<Response> find(std::string_view path) const;

 private:
  struct File {
    Body body;
    std::string etag;
    std::string type;
  };
  std::unordered_map<std::string, File> files_;
};

// Adds a strong ETag made from the body, and `Cache-Control: <cache>`.
Response& with_etag(Response& response, std::string_view cache);

}  // namespace http
