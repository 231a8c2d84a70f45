#include "http/target.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace http {
namespace {

core::Error malformed_target(const char* detail) {
  return {400, "malformed-target", detail};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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
        throw malformed_target("A '%' in the address is not followed by two hexadecimal digits.");
      c = static_cast<char>(high * 16 + low);
      i += 2;
      // Decoded it would look like a border between two segments, so that the route seen would not be the one
      // sent.
      if (c == '/' && part == Part::path) throw malformed_target("The path has an encoded slash.");
    } else if (c == '+' && part == Part::query) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      throw malformed_target("The address has a control character.");
    text.push_back(c);
  }
  if (!core::valid_utf8(text)) throw malformed_target("The address is not valid UTF-8.");
  return text;
}

std::string decode_path(std::string_view raw) {
  std::string path = decode(raw, Part::path);
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = std::string_view(path).substr(begin, end - begin);
    if (segment == "." || segment == ".." || (segment.empty() && end < path.size())) {
      throw malformed_target("The path has an empty, '.' or '..' segment.");
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

Target parse_target(std::string_view target, Method method) {
  Target parsed;
  if (target == "*") {
    if (method != Method::options) throw malformed_target("'*' is an address for OPTIONS alone.");
    parsed.path = "*";
    return parsed;
  }
  if (target.find('#') != std::string_view::npos) throw malformed_target("The address has a fragment.");

  const std::string scheme = core::lower_ascii(target.substr(0, std::string_view("https://").size()));
  if (scheme.starts_with("http://") || scheme == "https://") {
    target.remove_prefix(target.find("//") + 2);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    parsed.authority = std::string(target.substr(0, end));
    if (parsed.authority->empty() || !is_authority(*parsed.authority))
      throw malformed_target("The address has no valid host.");
    target.remove_prefix(end);
    if (target.empty() || target.front() == '?') parsed.path = "/";
  } else if (target.empty() || target.front() != '/') {
    throw malformed_target("The address does not begin with a slash.");
  }

  const std::size_t question = std::min(target.find('?'), target.size());
  if (parsed.path.empty()) parsed.path = decode_path(target.substr(0, question));
  parsed.query = decode_query(target.substr(std::min(question + 1, target.size())));
  return parsed;
}

}  // namespace http
