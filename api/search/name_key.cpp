#include "search/name_key.h"

#include "search/splitter.h"

namespace search {

std::string name_key(std::string_view name) {
  const auto codes = code_points(name);
  std::string key;
  for (const Unit& unit : split(name)) {
    append_utf8(key, unit.code);
    if (unit.kind != Unit::Kind::letter) continue;
    // Punctuation, but C++ and C# are not C.
    for (std::size_t at = unit.end; at < codes.size() && (codes[at] == '+' || codes[at] == '#'); ++at) {
      append_utf8(key, codes[at]);
    }
  }
  // A name of nothing but signs is like no other.
  return key.empty() ? std::string(name) : key;
}

}  // namespace search
