// What header fields are made of (RFC 9110, sections 5.6 and 12.4.2).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace http {

inline bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// Without blanks and tabs at both ends.
inline std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Calls `visit` with each item of a list that is separated by commas, trimmed and without the empty ones.
template <typename Visit>
void for_each_list_item(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view item = trim(list.substr(0, end));
    if (!item.empty()) visit(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

struct Preference {
  std::string name;  // in lower case
  int weight = 0;    // 0 (not wanted) to 1000
};

// "br;q=0.5, gzip", as Accept-Encoding and Accept-Language have it, in order. What follows a name and is no
// weight ("q=0.0000", "q=-1") counts as 0: the plain form and Korean are there for everybody.
std::vector<Preference> preferences(std::string_view list);

}  // namespace http
