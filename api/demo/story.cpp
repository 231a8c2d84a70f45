#include "demo/story.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "core/error.h"
#include "json/value.h"

namespace demo {

namespace {

using json::Value;

// It is a Korean market: what is said in its rooms about the time of day is said in Korean time.
constexpr core::Millis korean_offset = 9 * core::hour;

const Value& member(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  if (found == nullptr)
    throw std::runtime_error("the demo's market.json lacks \"" + std::string(name) + "\"");
  return *found;
}

std::string text(const Value& object, std::string_view name) {
  return member(object, name).text;
}

std::optional<std::string> optional_text(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  return found != nullptr ? std::optional(found->text) : std::nullopt;
}

std::optional<std::int64_t> optional_integer(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  if (found == nullptr) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
  return number;
}

std::int64_t integer(const Value& object, std::string_view name) {
  member(object, name);
  return *optional_integer(object, name);
}

std::vector<std::string> texts(const Value& object, std::string_view name) {
  std::vector<std::string> out;
  for (const Value& item : member(object, name).items) out.push_back(item.text);
  return out;
}

core::Millis time_of(const Value& object, core::Millis now) {
  return now - integer(object, "minutes_ago") * core::minute;
}

Person read_person(const Value& user) {
  return {text(user, "username"), text(user, "display_name"), text(user, "email"), text(user, "major"),
          text(user, "bio")};
}

Offer read_offer(const Value& post, core::Millis now) {
  Offer offer;
  offer.number = integer(post, "number");
  offer.seller = text(post, "seller");
  offer.at = time_of(post, now);
  offer.photos = texts(post, "photos");
  const Value& book = member(post, "book");
  const Value& course = member(post, "course");
  posts::Draft& draft = offer.draft;
  draft.title = text(post, "title");
  draft.book = {text(book, "title"), optional_text(book, "author"), optional_text(book, "publisher"),
                optional_text(book, "edition"), optional_text(book, "isbn")};
  draft.price = integer(post, "price");
  draft.condition = text(post, "condition");
  draft.flags = texts(post, "condition_flags");
  draft.place = text(post, "place");
  draft.description = text(post, "description");
  draft.major = text(post, "major");
  draft.course = text(course, "name");
  draft.professor = optional_text(course, "professor");
  return offer;
}

Step read_step(const Value& json, core::Millis now) {
  Step step;
  step.from = deals::side_named(text(json, "from"));
  step.at = time_of(json, now);
  step.move.text = optional_text(json, "text").value_or("");
  const auto action = optional_text(json, "action");
  if (!action) return step;
  step.action = deals::action_named(*action);
  step.offer = optional_integer(json, "offer");
  step.move.action = *step.action;
  step.move.price = optional_integer(json, "price").value_or(0);
  step.move.stars = optional_integer(json, "stars").value_or(0);
  if (step.action == deals::Action::meet) {
    step.move.meeting = {text(json, "place"), step.at + integer(json, "in_minutes") * core::minute};
  }
  return step;
}

Complaint read_complaint(const Value& report, core::Millis now) {
  return {time_of(report, now),
          text(report, "by"),
          text(report, "kind"),
          optional_text(report, "user").value_or(""),
          optional_integer(report, "post").value_or(0),
          optional_text(report, "text").value_or(""),
          text(report, "reason"),
          text(report, "note")};
}

// By how much `time` has to be moved, half a day at most, so that clocks show "17:00".
core::Millis shift_to(std::string_view clock, core::Millis time) {
  const auto two_digits = [&](std::size_t at) { return (clock[at] - '0') * 10 + (clock[at + 1] - '0'); };
  const core::Millis wanted = two_digits(0) * core::hour + two_digits(3) * core::minute;
  const core::Millis shift = wanted - (time + korean_offset) % core::day;
  if (shift > core::day / 2) return shift - core::day;
  return shift < -core::day / 2 ? shift + core::day : shift;
}

Room read_room(const Value& json, core::Millis now) {
  Room room{integer(json, "post"), text(json, "buyer"), {}};
  core::Millis shift = 0;
  for (const Value& step : member(json, "steps").items) {
    room.steps.push_back(read_step(step, now));
    if (const auto clock = optional_text(step, "clock")) {
      shift = shift_to(*clock, room.steps.back().move.meeting.at);
    }
  }
  // The whole talk moves with the meeting: "tomorrow at four" stays tomorrow.
  for (Step& step : room.steps) {
    step.at += shift;
    step.move.meeting.at += shift;
  }
  return room;
}

}  // namespace

Story read_story(const std::filesystem::path& folder, core::Millis now) {
  const std::filesystem::path path = folder / "market.json";
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw std::runtime_error("the demo's " + path.string() + " can't be read: see the setting demo_dir");
  const Value market = json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
  Story story;
  for (const Value& user : member(market, "users").items) story.people.push_back(read_person(user));
  for (const Value& post : member(market, "posts").items) story.offers.push_back(read_offer(post, now));
  for (const Value& room : member(market, "rooms").items) story.rooms.push_back(read_room(room, now));
  for (const Value& report : member(market, "reports").items)
    story.complaints.push_back(read_complaint(report, now));
  return story;
}

}  // namespace demo
