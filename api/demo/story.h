// What happens in the demo market: demo/market.json, in which times count back from now.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "deals/deal.h"
#include "posts/post.h"

namespace demo {

struct Person {
  std::string username;
  std::string display_name;
  std::string email;
  std::string major;
  std::string bio;
};

struct Offer {  // of a book
  std::int64_t number = 0;
  std::string seller;
  core::Millis at = 0;
  posts::Draft draft;
  std::vector<std::string> photos;  // files in demo/covers
};

// A message or an action of one of the two in a room.
struct Step {
  deals::Side from = deals::Side::buyer;
  core::Millis at = 0;
  std::optional<deals::Action> action;  // nothing: a message, `move.text`
  std::optional<std::int64_t> offer;    // buy
  deals::Move move;                     // what belongs to any other action
};

struct Room {
  std::int64_t post = 0;  // its number
  std::string buyer;
  std::vector<Step> steps;
};

// What somebody tells the moderators of.
struct Complaint {
  core::Millis at = 0;
  std::string by;
  std::string kind;       // user, post or message
  std::string user;       // the username
  std::int64_t post = 0;  // its number
  std::string text;       // of the message
  std::string reason;
  std::string note;
};

struct Story {
  std::vector<Person> people;
  std::vector<Offer> offers;  // oldest first
  std::vector<Room> rooms;
  std::vector<Complaint> complaints;
};

// Throws std::runtime_error naming what is missing.
Story read_story(const std::filesystem::path& folder, core::Millis now);

}  // namespace demo
