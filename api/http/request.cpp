#include "http/request.h"

#include <algorithm>

#include "http/field.h"

namespace http {

std::string_view name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  return "";
}

std::optional<std::string_view> Request::header(std::string_view lower_name) const {
  for (const auto& [field, value] : headers) {
    if (field == lower_name) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view cookie_name) const {
  for (const auto& [field, value] : headers) {
    if (field != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == cookie_name)
        return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

}  // namespace http
