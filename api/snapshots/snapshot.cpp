#include "snapshots/snapshot.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/token.h"

namespace snapshots {

namespace {

constexpr std::array<std::pair<Cause, std::string_view>, 4> causes{{
    {Cause::scheduled, "scheduled"},
    {Cause::manual, "manual"},
    {Cause::before_rollback, "before-rollback"},
    {Cause::before_migration, "before-migration"},
}};

constexpr std::string_view form = "00000000T000000-xxxxxx";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string_view name(Cause cause) {
  return std::ranges::find(causes, cause, &decltype(causes)::value_type::first)->second;
}

std::optional<Cause> cause_named(std::string_view name) {
  const auto* const found = std::ranges::find(causes, name, &decltype(causes)::value_type::second);
  return found == causes.end() ? std::nullopt : std::optional(found->first);
}

std::string new_snapshot_id(core::Millis now) {
  std::string id;
  // "2026-03-02T09:30:00.000Z" without what stands between the numbers, nor what is finer than a second.
  for (const char c : core::rfc3339(now).substr(0, 19)) {
    if (is_digit(c) || c == 'T') id += c;
  }
  return id + "-" + core::new_public_id().substr(0, 6);
}

bool is_snapshot_id(std::string_view text) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = text[i];
    const bool fits = form[i] == '0'   ? is_digit(c)
                      : form[i] == 'x' ? is_digit(c) || (c >= 'a' && c <= 'z')
                                       : c == form[i];
    if (!fits) return false;
  }
  return time_of(text) > 0;
}

core::Millis time_of(std::string_view id) {
  if (id.size() != form.size()) return 0;
  const auto part = [id](std::size_t at, std::size_t length) { return std::string(id.substr(at, length)); };
  return core::parse_rfc3339(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(9, 2) + ":" +
                             part(11, 2) + ":" + part(13, 2) + "Z")
      .value_or(0);
}

}  // namespace snapshots
