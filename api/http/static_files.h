// Files read when they are added and served from memory: nothing a client sends ever becomes a path. Text
// goes out in the coding that the client likes best, made when it is first asked for: before the first
// request it would only delay it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/encoding.h"
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
  std::optional<Response> find(std::string_view path,
                               std::optional<std::string_view> accept_encoding = {}) const;

 private:
  struct File {
    Body body;
    std::string etag;
    std::string type;
    std::unique_ptr<const Encodings> smaller;  // of what gets smaller
  };
  std::unordered_map<std::string, std::shared_ptr<const File>> files_;
};

}  // namespace http
