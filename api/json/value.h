// A parsed JSON document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace json {

struct Value {
  enum class Type { null, boolean, number, string, array, object };

  Type type = Type::null;
  bool boolean = false;
  std::string text;                // a string's characters, or a number as it was written ("1e309")
  std::vector<Value> items;        // of an array, or the values of an object
  std::vector<std::string> names;  // of an object: names[i] has items[i]; in order, each once

  // The member of that name, or null when there is none.
  const Value* find(std::string_view name) const;
  // The member of that name, which a document of our own has; throws std::out_of_range when it does not after
  // all.
  const Value& at(std::string_view name) const;

  // Written alike: 1 and 1.0 differ, and so does another order of the same names.
  bool operator==(const Value&) const = default;
};

constexpr std::size_t max_depth = 32;
// Names are compared one by one: without an end to them, a body full of names would cost its square.
constexpr std::size_t max_names = 200;

// RFC 8259, strictly: one document, valid UTF-8, no duplicate names, at most max_depth levels deep and
// max_names names in an object. Throws core::Error 400 `malformed-json`, whose detail names the offset.
Value parse(std::string_view text);

}  // namespace json
