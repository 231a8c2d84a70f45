#include "http/field.h"

#include "core/text.h"

namespace http {

namespace {

// A qvalue in thousandths: "0.8" → 800.
int thousandths(std::string_view text) {
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

}  // namespace

std::vector<Preference> preferences(std::string_view list) {
  std::vector<Preference> out;
  for_each_list_item(core::lower_ascii(list), [&out](std::string_view item) {
    const auto semicolon = item.find(';');
    Preference one{std::string(trim(item.substr(0, semicolon))), 1000};
    if (semicolon != std::string_view::npos) {
      const std::string_view parameter = trim(item.substr(semicolon + 1));
      one.weight = parameter.starts_with("q=") ? thousandths(parameter.substr(2)) : 0;
    }
    out.push_back(std::move(one));
  });
  return out;
}

}  // namespace http
