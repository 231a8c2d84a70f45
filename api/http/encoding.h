// Bytes made smaller for the way, and what of that a client takes (RFC 9110, 12.5.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

enum class Coding { identity, gzip, br };

// As it stands in Content-Encoding: "gzip".
std::string_view name(Coding coding);

// The coding that a client with this Accept-Encoding (none: no such header) likes best; of equals the
// smallest. Identity where it takes nothing that we have: it was sent so to everybody who says nothing.
Coding preferred_coding(std::optional<std::string_view> accept_encoding);

// `bytes` in that coding, at a level that takes some milliseconds for a hundred kilobytes. Identity gives
// them back.
std::string encoded(std::string_view bytes, Coding coding);

}  // namespace http
