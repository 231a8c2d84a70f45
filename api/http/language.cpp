#include "http/language.h"

#include <optional>
#include <string>
#include <string_view>

#include "core/text.h"

namespace http {

namespace {

// "0.8" → 800; what is no weight counts as not wanted.
int weight(std::string_view text) {
  if (text.empty() || (text.front() != '0' && text.front() != '1') || text.size() > 5) return 0;
  int value = text.front() == '1' ? 1000 : 0;
  if (text.size() == 1) return value;
  if (text[1] != '.') return 0;
  int worth = 100;
  for (const char digit : text.substr(2)) {
    if (digit < '0' || digit > '9') return 0;
    value += (digit - '0') * worth;
    worth /= 10;
  }
  return value <= 1000 ? value : 0;
}

std::optional<Language> language_of_range(std::string_view range) {
  const std::string_view primary = range.substr(0, range.find('-'));
  if (primary == "ko") return Language::korean;
  if (primary == "en") return Language::english;
  return std::nullopt;
}

}  // namespace

Language preferred_language(const Request& request) {
  const std::string wanted = core::lower_ascii(request.header("accept-language").value_or(""));
  std::string_view rest = wanted;
  Language best = Language::korean;
  int best_weight = 0;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const std::string_view entry = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    const auto semicolon = entry.find(';');
    const auto language = language_of_range(core::trimmed(entry.substr(0, semicolon)));
    int liked = 1000;
    if (semicolon != std::string_view::npos) {
      const std::string parameter = core::trimmed(entry.substr(semicolon + 1));
      liked = parameter.starts_with("q=") ? weight(std::string_view(parameter).substr(2)) : 0;
    }
    if (language && liked > best_weight) {
      best = *language;
      best_weight = liked;
    }
  }
  return best;
}

std::string_view tag(Language language) {
  return language == Language::korean ? "ko" : "en";
}

Language language_of(std::string_view tag) {
  return tag == "en" ? Language::english : Language::korean;
}

}  // namespace http
