// Reads a request's path and query by their rules.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/page.h"
#include "http/request.h"

namespace http {

// The captured segment of that name.
std::string_view path_text(const Request& request, std::string_view name);
// The same as a positive whole number; what is none names nothing: 404 `not-found`.
std::int64_t path_number(const Request& request, std::string_view name);
template <class IdType>
IdType path_id(const Request& request, std::string_view name) {
  return IdType{path_number(request, name)};
}

// Collects every fault of the query, as json::Fields does for a body. finish() throws 400 `invalid-query`; a
// parameter that nobody asked for is a fault, too, and so is one given twice. An empty one counts as not
// given.
class Query {
 public:
  explicit Query(const Request& request);

  std::optional<std::string> text(std::string_view name, std::size_t max_characters);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<bool> boolean(std::string_view name);
  std::optional<std::string> choice(std::string_view name, const std::vector<std::string_view>& allowed);
  // "selling,sold"
  std::vector<std::string> choices(std::string_view name, const std::vector<std::string_view>& allowed);
  // `limit` and `cursor`; the cursor must have been made for `order`.
  core::Page page(std::string_view order);

  void fault(std::string_view name, std::string code, std::string detail);
  void finish();

 private:
  std::optional<std::string_view> take(std::string_view name);

  const Request& request_;
  std::set<std::string, std::less<>> read_;
  std::vector<core::FieldError> faults_;
};

// The request's own path and query with another cursor, for a Link header: `</posts?q=…&cursor=…>;
// rel="next"`.
std::string next_link(const Request& request, std::string_view cursor);

}  // namespace http
