// The campuses whose members the market is for, told by the domains of their e-mail addresses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace users {

constexpr std::size_t max_campus = 50;

struct Campus {
  std::string domain;  // lower case
  std::string name;
};

// "hanguk.ac.kr=한국대학교"; nothing when it is anything else.
std::optional<Campus> read_campus(std::string_view entry);

class Campuses {
 public:
  // Entries as read_campus() takes them.
  explicit Campuses(const std::vector<std::string>& entries);

  // Without any, every address may be verified, and none has a campus.
  bool any() const { return !all_.empty(); }
  const std::vector<Campus>& all() const { return all_; }

  // The name of the campus that the address belongs to: that of its domain, or of the one above it that is
  // nearest.
  std::optional<std::string> of(std::string_view email) const;

 private:
  std::vector<Campus> all_;
};

}  // namespace users
