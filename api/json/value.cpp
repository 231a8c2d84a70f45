#include "json/value.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <stdexcept>

#include "core/error.h"
#include "core/text.h"

namespace json {

namespace {

// Builds the tree from RapidJSON's events. A false from a handler stops the parser; `fault` says why.
class Builder {
 public:
  using SizeType = rapidjson::SizeType;

  bool Null() { return add(Value{}); }
  bool Bool(bool value) {
    Value v;
    v.type = Value::Type::boolean;
    v.boolean = value;
    return add(std::move(v));
  }
  // With kParseNumbersAsStringsFlag every number arrives here, as it was written: nothing is rounded or
  // overflows before the field's own rule has looked at it.
  bool RawNumber(const char* text, SizeType length, bool /*copy*/) {
    return add_text(Value::Type::number, text, length);
  }
  bool String(const char* text, SizeType length, bool /*copy*/) {
    return is_text({text, length}) && add_text(Value::Type::string, text, length);
  }
  bool StartObject() { return open(Value::Type::object); }
  bool StartArray() { return open(Value::Type::array); }
  bool EndObject(SizeType /*count*/) { return close(); }
  bool EndArray(SizeType /*count*/) { return close(); }
  bool Key(const char* text, SizeType length, bool /*copy*/) {
    if (!is_text({text, length})) return false;
    std::string name(text, length);
    auto& object = *open_.back();
    if (object.find(name) != nullptr) {
      fault = "The name \"" + std::string(core::shortened(name, 64)) + "\" stands twice in one object.";
      return false;
    }
    if (object.names.size() == max_names) {
      fault = "An object has more than " + std::to_string(max_names) + " names.";
      return false;
    }
    object.names.push_back(std::move(name));
    return true;
  }
  // Never called: all numbers are raw.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  Value root;
  std::string fault;

 private:
  // The bytes are valid UTF-8, but "\udc00" without its first half is none, and the parser lets it pass.
  bool is_text(std::string_view text) {
    if (core::valid_utf8(text)) return true;
    fault = "A text has one half of a surrogate pair.";
    return false;
  }
  Value* place(Value&& value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Value& parent = *open_.back();
    parent.items.push_back(std::move(value));
    return &parent.items.back();
  }
  bool add(Value&& value) { return place(std::move(value)) != nullptr; }
  bool add_text(Value::Type type, const char* text, SizeType length) {
    Value v;
    v.type = type;
    v.text.assign(text, length);
    return add(std::move(v));
  }
  bool open(Value::Type type) {
    if (open_.size() >= max_depth) {
      fault = "The document is more than " + std::to_string(max_depth) + " levels deep.";
      return false;
    }
    Value v;
    v.type = type;
    // The pointers stay valid: a parent grows only after its open child has been closed.
    open_.push_back(place(std::move(v)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Value*> open_;
};

}  // namespace

const Value* Value::find(std::string_view name) const {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? nullptr : &items[static_cast<std::size_t>(at - names.begin())];
}

const Value& Value::at(std::string_view name) const {
  const Value* member = find(name);
  if (member == nullptr) throw std::out_of_range("no member " + std::string(name));
  return *member;
}

Value parse(std::string_view text) {
  using namespace rapidjson;
  constexpr unsigned flags = kParseIterativeFlag | kParseValidateEncodingFlag | kParseNumbersAsStringsFlag;
  MemoryStream bytes(text.data(), text.size());
  EncodedInputStream<UTF8<>, MemoryStream> stream(bytes);
  Reader reader;
  Builder builder;
  const ParseResult result = reader.Parse<flags>(stream, builder);
  // The stream ends at a NUL as well as at its end, so a NUL inside would hide what follows it.
  if (result.IsError() || text.find('\0') != std::string_view::npos) {
    std::string why = "The body is not valid JSON";
    if (!builder.fault.empty()) {
      why = builder.fault;
    } else if (result.IsError()) {
      why += " (at byte " + std::to_string(result.Offset()) + "): " + GetParseError_En(result.Code());
    } else {
      why += ": it holds a NUL byte.";
    }
    throw core::Error(400, "malformed-json", std::move(why));
  }
  return std::move(builder.root);
}

}  // namespace json
