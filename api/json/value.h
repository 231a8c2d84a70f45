// A parsed JSON document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace json {

struct Value {
  enum class Type { null, boolean, number, string, array, object };

  Type type = Type::null;
  bool boolean = false;
  std::string text;  // a string's characters, or a number as it was written ("1e309")
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> members;  // in order, names unique

  // The member of that name, or null when there is none.
  const Value* find(std::string_view name) const;
};

constexpr std::size_t max_depth = 32;

// RFC 8259, strictly: one document, valid UTF-8, no duplicate names, at most max_depth levels deep.
// Throws core::Error 400 `malformed-json`, whose detail names the offset.
Value parse(std::string_view text);

}  // namespace json
