// Writes JSON text, member by member.
//
//   json::Writer w;
//   w.open().text("title", post.title).integer("price", post.price).close();
//   return http::json(w.take());
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace json {

class Writer {
 public:
  Writer();
  ~Writer();
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;

  // An object: as the document, as an element, or (with a name) as a member.
  Writer& open();
  Writer& open(std::string_view name);
  Writer& close();
  Writer& open_array();
  Writer& open_array(std::string_view name);
  Writer& close_array();

  // Members. An optional that is empty is written as null.
  Writer& text(std::string_view name, std::string_view value);
  template <class Optional>
  requires std::same_as<Optional, std::optional<std::string>> Writer& text(std::string_view name,
                                                                           const Optional& value) {
    return value ? text(name, std::string_view(*value)) : null(name);
  }
  Writer& integer(std::string_view name, std::int64_t value);
  Writer& integer(std::string_view name, const std::optional<std::int64_t>& value);
  Writer& number(std::string_view name, double value);  // rounded to two digits behind the point
  Writer& boolean(std::string_view name, bool value);
  Writer& null(std::string_view name);
  // RFC 3339 from milliseconds since 1970.
  Writer& time(std::string_view name, std::int64_t millis);
  Writer& time(std::string_view name, const std::optional<std::int64_t>& millis);
  // A value that is serialised already.
  Writer& raw(std::string_view name, std::string_view json);

  // Elements of an array.
  Writer& element(std::string_view value);
  Writer& raw_element(std::string_view json);

  // How many bytes are written.
  std::size_t size() const;

  // The document; the writer is empty afterwards.
  std::string take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A text as JSON, with its quotation marks.
std::string quoted(std::string_view text);

}  // namespace json
