#include "http/target.h"

#include <algorithm>
#include <cstdint>

#include "core/error.h"

namespace http {
namespace {

core::Error malformed(const char* detail) {
  return {400, "malformed-target", detail};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_prefix) {
  return text.size() >= lower_prefix.size() &&
         std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(),
                    [](char expected, char actual) { return expected == lower(actual); });
}

enum class Part { path, query };

std::string decode(std::string_view raw, Part part) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      const int high = i + 2 < raw.size() ? hex_digit(raw[i + 1]) : -1;
      const int low = i + 2 < raw.size() ? hex_digit(raw[i + 2]) : -1;
      if (high < 0 || low < 0)
        throw malformed("A '%' in the address is not followed by two hexadecimal digits.");
      c = static_cast<char>(high * 16 + low);
      i += 2;
      // Decoded it would look like a border between two segments, so that the route seen would not be the one
      // sent.
      if (c == '/' && part == Part::path) throw malformed("The path has an encoded slash.");
    } else if (c == '+' && part == Part::query) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      throw malformed("The address has a control character.");
    text.push_back(c);
  }
  if (!is_utf8(text)) throw malformed("The address is not valid UTF-8.");
  return text;
}

std::string decode_path(std::string_view raw) {
  std::string path = decode(raw, Part::path);
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = std::string_view(path).substr(begin, end - begin);
    if (segment == "." || segment == ".." || (segment.empty() && end < path.size())) {
      throw malformed("The path has an empty, '.' or '..' segment.");
    }
    begin = end + 1;
  }
  return path;
}

std::vector<NameValue> decode_query(std::string_view raw) {
  std::vector<NameValue> query;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    query.emplace_back(decode(pair.substr(0, equals), Part::query),
                       decode(pair.substr(std::min(equals + 1, pair.size())), Part::query));
  }
  return query;
}

}  // namespace

bool is_authority(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:[]%!$&'()*+,;=").find(c) != std::string_view::npos;
  });
}

bool is_utf8(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char first = byte(i++);
    if (first < 0x80) continue;
    std::size_t more = 0;
    std::uint32_t code = 0, least = 0;
    if (first >= 0xc2 && first <= 0xdf) {
      more = 1, code = first & 0x1fu, least = 0x80;
    } else if (first >= 0xe0 && first <= 0xef) {
      more = 2, code = first & 0x0fu, least = 0x800;
    } else if (first >= 0xf0 && first <= 0xf4) {
      more = 3, code = first & 0x07u, least = 0x10000;
    } else {
      return false;
    }
    if (text.size() - i < more) return false;
    for (; more > 0; --more, ++i) {
      if ((byte(i) & 0xc0u) != 0x80u) return false;
      code = (code << 6) | (byte(i) & 0x3fu);
    }
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

Target parse_target(std::string_view target, Method method) {
  Target parsed;
  if (target == "*") {
    if (method != Method::options) throw malformed("'*' is an address for OPTIONS alone.");
    parsed.path = "*";
    return parsed;
  }
  if (target.find('#') != std::string_view::npos) throw malformed("The address has a fragment.");

  if (starts_with_ignoring_case(target, "http://") || starts_with_ignoring_case(target, "https://")) {
    target.remove_prefix(target.find("//") + 2);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    parsed.authority = std::string(target.substr(0, end));
    if (parsed.authority->empty() || !is_authority(*parsed.authority))
      throw malformed("The address has no valid host.");
    target.remove_prefix(end);
    if (target.empty() || target.front() == '?') parsed.path = "/";
  } else if (target.empty() || target.front() != '/') {
    throw malformed("The address does not begin with a slash.");
  }

  const std::size_t question = std::min(target.find('?'), target.size());
  if (parsed.path.empty()) parsed.path = decode_path(target.substr(0, question));
  parsed.query = decode_query(target.substr(std::min(question + 1, target.size())));
  return parsed;
}

}  // namespace http
