// Saved searches (구해요): whoever looks for a book is told when somebody offers it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/ids.h"

namespace alerts {

constexpr std::int64_t max_alerts = 30;  // of a user
constexpr int most_counted = 100;        // new matches: there may be more

// As the user wrote it. Of the first four at least one is there, and it has something to search for.
struct Wanted {
  std::optional<std::string> q;
  std::optional<std::string> isbn;  // 13 digits
  std::optional<std::string> major;
  std::optional<std::string> course;
  std::optional<std::int64_t> max_price;  // won
};

// What a post has to meet: all of it.
struct Conditions {
  std::optional<std::string> q;
  std::optional<std::string> isbn;
  std::optional<std::string> major_key;  // as search::name_key makes them
  std::optional<std::string> course_key;
  std::optional<std::int64_t> max_price;
};
Conditions conditions_of(const Wanted& wanted);

// Two searches with the same find the same.
std::string same_key(const Conditions& conditions);

// What the search is filed under: one of the tokens (Offer::tokens) of each post that it finds, the rarest.
std::string token_of(const Conditions& conditions);
// Those of a post's own for searches without words.
std::string major_token(const std::string& major_key);
std::string course_token(const std::string& course_key);

struct Alert {
  core::AlertId id;
  Wanted wanted;
  bool paused = false;
  core::Millis created_at = 0;
  int new_matches = 0;  // that the user has not seen, most_counted at most
};

}  // namespace alerts
