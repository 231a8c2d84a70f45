#include "http/params.h"

#include <algorithm>

#include "core/number.h"
#include "core/text.h"

namespace http {

namespace {
std::string listed(const std::vector<std::string_view>& allowed) {
  return "One of: " + core::joined(allowed, ", ") + ".";
}
}  // namespace

std::string_view path_text(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.params) {
    if (key == name) return value;
  }
  return {};
}

std::int64_t path_number(const Request& request, std::string_view name) {
  const auto number = core::whole_number(path_text(request, name));
  if (!number || *number < 1) throw core::not_found("There is nothing at this address.");
  return *number;
}

Query::Query(const Request& request) : request_(request) {}

std::optional<std::string_view> Query::take(std::string_view name) {
  read_.emplace(name);
  std::optional<std::string_view> found;
  for (const auto& [key, value] : request_.query) {
    if (key != name) continue;
    if (found) fault(name, "duplicate", "This parameter is given twice.");
    found = value;
  }
  if (found && found->empty()) return std::nullopt;
  return found;
}

std::optional<std::string> Query::text(std::string_view name, std::size_t max_characters) {
  const auto raw = take(name);
  if (!raw) return std::nullopt;
  const auto text = core::nfc(*raw);
  if (!text || core::has_control(*text, false)) {
    fault(name, "control-character", "Control characters are not allowed here.");
    return std::nullopt;
  }
  if (core::characters(*text) > max_characters) {
    fault(name, "too-long", "At most " + std::to_string(max_characters) + " characters.");
    return std::nullopt;
  }
  std::string trimmed = core::trimmed(*text);
  return trimmed.empty() ? std::nullopt : std::optional(std::move(trimmed));
}

std::optional<std::int64_t> Query::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto raw = take(name);
  if (!raw) return std::nullopt;
  const auto number = core::whole_number(*raw);
  if (!number) {
    fault(name, "wrong-type", "This has to be a whole number.");
  } else if (*number < min) {
    fault(name, "too-small", "At least " + std::to_string(min) + ".");
  } else if (*number > max) {
    fault(name, "too-large", "At most " + std::to_string(max) + ".");
  }
  return number;
}

std::optional<bool> Query::boolean(std::string_view name) {
  const auto text = choice(name, {"true", "false"});
  return text ? std::optional(*text == "true") : std::nullopt;
}

std::optional<std::string> Query::choice(std::string_view name,
                                         const std::vector<std::string_view>& allowed) {
  const auto raw = take(name);
  if (!raw) return std::nullopt;
  if (std::find(allowed.begin(), allowed.end(), *raw) == allowed.end()) {
    fault(name, "not-allowed", listed(allowed));
    return std::nullopt;
  }
  return std::string(*raw);
}

std::vector<std::string> Query::choices(std::string_view name, const std::vector<std::string_view>& allowed) {
  std::vector<std::string> out;
  auto raw = take(name);
  while (raw) {
    const auto comma = raw->find(',');
    const auto entry = raw->substr(0, comma);
    if (std::find(allowed.begin(), allowed.end(), entry) == allowed.end()) {
      fault(name, "not-allowed", listed(allowed));
      break;
    }
    if (std::find(out.begin(), out.end(), entry) == out.end()) out.emplace_back(entry);
    raw = comma == std::string_view::npos ? std::nullopt : std::optional(raw->substr(comma + 1));
  }
  return out;
}

core::Page Query::page(std::string_view order) {
  core::Page page;
  page.limit = static_cast<int>(integer("limit", 1, core::max_page_limit).value_or(core::default_page_limit));
  if (const auto cursor = take("cursor")) {
    page.after = core::decode_cursor(*cursor, order);
    if (!page.after) fault("cursor", "invalid-format", "This is not a cursor of this list.");
  }
  return page;
}

void Query::fault(std::string_view name, std::string code, std::string detail) {
  faults_.push_back({"?" + std::string(name), std::move(code), std::move(detail)});
}

void Query::finish() {
  // A short address may hold a thousand names, each of which would be told with a sentence.
  constexpr std::size_t max_told = 20;
  for (const auto& parameter : request_.query) {
    if (faults_.size() >= max_told) break;
    if (read_.emplace(parameter.first).second) {
      fault(core::shortened(parameter.first, 64), "unknown-field", "There is no such parameter.");
    }
  }
  if (!faults_.empty()) {
    throw core::Error(400, "invalid-query", "Some parameters of the query are not valid.",
                      std::move(faults_));
  }
}

std::string next_link(const Request& request, std::string_view cursor) {
  std::string out = "<" + core::percent_encoded(request.path, "/") + "?";
  for (const auto& [name, value] : request.query) {
    if (name == "cursor") continue;
    out.append(core::percent_encoded(name)).append("=").append(core::percent_encoded(value)).append("&");
  }
  return out.append("cursor=").append(core::percent_encoded(cursor)).append(">; rel=\"next\"");
}

}  // namespace http
