#include "json/writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/clock.h"

namespace json {

namespace {

constexpr std::uint64_t eight_times(char character) {
  return static_cast<unsigned char>(character) * std::uint64_t{0x0101010101010101};
}

// Whether a quotation mark, a backslash or a control character may be among the eight: false is certain. A
// byte that is less than what is subtracted from it, and below 128, gets its highest bit from that.
std::uint64_t may_need_escapes(std::uint64_t eight) {
  const auto below = [](std::uint64_t bytes, char least) { return (bytes - eight_times(least)) & ~bytes; };
  const std::uint64_t found =
      below(eight, ' ') | below(eight ^ eight_times('"'), 1) | below(eight ^ eight_times('\\'), 1);
  return found & eight_times('\x80');
}

bool may_need_escapes(std::string_view text) {
  std::uint64_t found = 0;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data(), 8);
    found |= may_need_escapes(eight);
  }
  std::uint64_t rest = eight_times(' ');
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  return (found | may_need_escapes(rest)) != 0;
}

}  // namespace

struct Writer::Impl {
  // The library looks at and copies each character by itself, which was half of what writing a list took.
  // What needs no escapes is copied whole.
  class Output : public rapidjson::Writer<rapidjson::StringBuffer> {
   public:
    using rapidjson::Writer<rapidjson::StringBuffer>::Writer;

    void text(std::string_view value) {
      if (!may_need_escapes(value)) return copy(value);
      String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    // A name is written in the code, and none of them needs escapes.
    void name(std::string_view value) {
      assert(!may_need_escapes(value));
      copy(value);
    }

   private:
    void copy(std::string_view value) {
      Prefix(rapidjson::kStringType);
      char* place = os_->Push(value.size() + 2);
      *place++ = '"';
      place = std::copy(value.begin(), value.end(), place);
      *place = '"';
    }
  };

  Impl() { out.SetMaxDecimalPlaces(2); }

  void key(std::string_view name) { out.name(name); }
  void string(std::string_view value) { out.text(value); }
  // The type only matters for the library's own checks; commas and colons are the same for every value.
  void raw(std::string_view json) { out.RawValue(json.data(), json.size(), rapidjson::kObjectType); }

  rapidjson::StringBuffer buffer;
  Output out{buffer};
};

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

Writer& Writer::open() {
  impl_->out.StartObject();
  return *this;
}
Writer& Writer::open(std::string_view name) {
  impl_->key(name);
  return open();
}
Writer& Writer::close() {
  impl_->out.EndObject();
  return *this;
}
Writer& Writer::open_array() {
  impl_->out.StartArray();
  return *this;
}
Writer& Writer::open_array(std::string_view name) {
  impl_->key(name);
  return open_array();
}
Writer& Writer::close_array() {
  impl_->out.EndArray();
  return *this;
}
Writer& Writer::text(std::string_view name, std::string_view value) {
  impl_->key(name);
  impl_->string(value);
  return *this;
}
Writer& Writer::integer(std::string_view name, std::int64_t value) {
  impl_->key(name);
  impl_->out.Int64(value);
  return *this;
}
Writer& Writer::integer(std::string_view name, const std::optional<std::int64_t>& value) {
  return value ? integer(name, *value) : null(name);
}
Writer& Writer::number(std::string_view name, double value) {
  impl_->key(name);
  impl_->out.Double(std::round(value * 100) / 100);  // the library would cut off what is beyond
  return *this;
}
Writer& Writer::boolean(std::string_view name, bool value) {
  impl_->key(name);
  impl_->out.Bool(value);
  return *this;
}
Writer& Writer::null(std::string_view name) {
  impl_->key(name);
  impl_->out.Null();
  return *this;
}
Writer& Writer::time(std::string_view name, std::int64_t millis) {
  return text(name, core::rfc3339(millis));
}
Writer& Writer::time(std::string_view name, const std::optional<std::int64_t>& millis) {
  return millis ? time(name, *millis) : null(name);
}
Writer& Writer::raw(std::string_view name, std::string_view json) {
  impl_->key(name);
  impl_->raw(json);
  return *this;
}
Writer& Writer::element(std::string_view value) {
  impl_->string(value);
  return *this;
}
Writer& Writer::raw_element(std::string_view json) {
  impl_->raw(json);
  return *this;
}

std::size_t Writer::size() const {
  return impl_->buffer.GetSize();
}

std::string Writer::take() {
  std::string out(impl_->buffer.GetString(), impl_->buffer.GetSize());
  impl_ = std::make_unique<Impl>();
  return out;
}

std::string quoted(std::string_view text) {
  Writer w;
  return w.element(text).take();
}

}  // namespace json
