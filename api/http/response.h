// An answer as the market makes it; http/server turns it into bytes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

// Shared and immutable, so that cached bytes go out without a copy for each request.
using Body = std::shared_ptr<const std::string>;

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  Body body;           // null: no body
  bool close = false;  // close the connection after the answer

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  // Case-sensitive: headers are written by us, in their canonical spelling.
  const std::string* header(std::string_view name) const;
};

// 200 with `application/json`.
Response json(std::string body);
Response json(int status, std::string body);
// 201 with a Location.
Response created(std::string location, std::string body);
Response no_content();

// The reason phrase of a status that the market sends: "Not Found".
std::string_view reason(int status);

}  // namespace http
