#include "json/writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

#include "core/clock.h"

namespace json {

struct Writer::Impl {
  Impl() { out.SetMaxDecimalPlaces(2); }

  void key(std::string_view name) { out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void string(std::string_view value) {
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  // The type only matters for the library's own checks; commas and colons are the same for every value.
  void raw(std::string_view json) { out.RawValue(json.data(), json.size(), rapidjson::kObjectType); }

  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out{buffer};
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
