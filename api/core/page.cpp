#include "core/page.h"

#include "core/number.h"
#include "core/token.h"

namespace core {

std::string encode_cursor(const PageKey& key) {
  return base64url(key.order + "," + std::to_string(key.key) + "," + std::to_string(key.id));
}

std::optional<PageKey> decode_cursor(std::string_view cursor, std::string_view order) {
  const std::string plain = from_base64url(cursor);
  const auto comma = plain.find(',');
  const auto next_comma = plain.find(',', comma == std::string::npos ? 0 : comma + 1);
  if (comma == std::string::npos || next_comma == std::string::npos) return std::nullopt;
  if (std::string_view(plain).substr(0, comma) != order) return std::nullopt;
  const auto key = whole_number(std::string_view(plain).substr(comma + 1, next_comma - comma - 1));
  const auto id = whole_number(std::string_view(plain).substr(next_comma + 1));
  if (!key || !id) return std::nullopt;
  return PageKey{std::string(order), *key, *id};
}

}  // namespace core
