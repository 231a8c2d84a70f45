#include "users/campus.h"

#include "core/text.h"
#include "users/user.h"

namespace users {

std::optional<Campus> read_campus(std::string_view entry) {
  const auto equals = entry.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Campus campus{core::lower_ascii(core::trimmed(entry.substr(0, equals))),
                core::nfc(core::trimmed(entry.substr(equals + 1))).value_or("")};
  const bool named = !campus.name.empty() && core::characters(campus.name) <= max_campus &&
                     !core::has_control(campus.name, false);
  if (!named || !valid_email("x@" + campus.domain)) return std::nullopt;
  return campus;
}

Campuses::Campuses(const std::vector<std::string>& entries) {
  for (const auto& entry : entries) {
    if (auto campus = read_campus(entry)) all_.push_back(std::move(*campus));
  }
}

std::optional<std::string> Campuses::of(std::string_view email) const {
  const std::string_view domain = email.substr(email.rfind('@') + 1);
  const Campus* nearest = nullptr;
  for (const Campus& campus : all_) {
    const bool inside = domain == campus.domain || domain.ends_with("." + campus.domain);
    if (inside && (nearest == nullptr || campus.domain.size() > nearest->domain.size())) nearest = &campus;
  }
  return nearest != nullptr ? std::optional(nearest->name) : std::nullopt;
}

}  // namespace users
