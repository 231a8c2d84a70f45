#include "http/language.h"

#include <optional>
#include <string_view>

#include "http/field.h"

namespace http {

namespace {

std::optional<Language> language_of_range(std::string_view range) {
  const std::string_view primary = range.substr(0, range.find('-'));
  if (primary == "ko") return Language::korean;
  if (primary == "en") return Language::english;
  return std::nullopt;
}

}  // namespace

Language preferred_language(const Request& request) {
  Language best = Language::korean;
  int best_weight = 0;
  for (const auto& [range, weight] : preferences(request.header("accept-language").value_or(""))) {
    const auto language = language_of_range(range);
    if (!language || weight <= best_weight) continue;
    best = *language;
    best_weight = weight;
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
