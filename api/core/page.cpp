#include "core/page.h"

#include <charconv>

#include "core/token.h"

namespace core {

namespace {
std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}
}  // namespace

std::string encode_cursor(const PageKey& key) {
  return base64url(key.order + "," + std::to_string(key.key) + "," + std::to_string(key.id));
}

std::optional<PageKey> decode_cursor(std::string_view cursor, std::string_view order) {
  const std::string plain = from_base64url(cursor);
  const auto first = plain.find(',');
  const auto second = plain.find(',', first == std::string::npos ? 0 : first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  if (std::string_view(plain).substr(0, first) != order) return std::nullopt;
  const auto key = whole(std::string_view(plain).substr(first + 1, second - first - 1));
  const auto id = whole(std::string_view(plain).substr(second + 1));
  if (!key || !id) return std::nullopt;
  return PageKey{std::string(order), *key, *id};
}

}  // namespace core
