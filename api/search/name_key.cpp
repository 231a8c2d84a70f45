#include "search/name_key.h"

#include "search/splitter.h"

namespace search {

std::string name_key(std::string_view name) {
  std::string key;
  for (const Unit& unit : split(name)) append_utf8(key, unit.code);
  // A name of nothing but signs is like no other.
  return key.empty() ? std::string(name) : key;
}

std::optional<std::string> optional_name_key(const std::optional<std::string>& name) {
  return name ? std::optional(name_key(*name)) : std::nullopt;
}

}  // namespace search
