#include "app/heartbeat.h"

#include <doctest/doctest.h>

#include <functional>
#include <thread>
#include <vector>

namespace heartbeat_test {

using app::Heartbeat;

namespace {

constexpr std::chrono::milliseconds soon{1};
constexpr std::chrono::seconds patient{60};
const std::function<bool()> never = [] { return false; };

// Answers at once.
Heartbeat::Part well(const char* name) {
  return {name, [](const std::function<void(bool)>& answer) {
            answer(true);
            return true;
          }};
}

}  // namespace

TEST_CASE("a market whose parts all answer is alive, time after time") {
  Heartbeat heartbeat({well("http"), well("writer")});
  for (int i = 0; i < 3; ++i) CHECK(heartbeat.silent(patient, never).empty());
}

TEST_CASE("a part that says nothing is named, and is asked again only when it has answered") {
  std::vector<std::function<void(bool)>> questions;
  Heartbeat heartbeat({well("http"), {"writer", [&](std::function<void(bool)> answer) {
                                        questions.push_back(std::move(answer));
                                        return true;
                                      }}});
  CHECK(heartbeat.silent(soon, never) == "writer");
  CHECK(heartbeat.silent(soon, never) == "writer");
  CHECK(questions.size() == 1);
  questions[0](true);
  CHECK(heartbeat.silent(soon, never) == "writer");  // that was an answer to an old question
  CHECK(questions.size() == 2);
  questions[1](true);
}

TEST_CASE("a part that can not do its work, or has no room, is asked until it can or the time is over") {
  int asked = 0;
  Heartbeat heartbeat({{"writer", [&](const std::function<void(bool)>& answer) {
                          if (++asked == 1) return false;
                          answer(asked >= 3);
                          return true;
                        }}});
  CHECK(heartbeat.silent(patient, never).empty());
  CHECK(asked == 3);

  Heartbeat locked({{"writer", [](const std::function<void(bool)>& answer) {
                       answer(false);
                       return true;
                     }}});
  CHECK(locked.silent(soon, never) == "writer");
}

TEST_CASE("an answer may come from another thread, and after the one who asked has gone") {
  std::function<void(bool)> late;
  {
    std::thread other;
    Heartbeat heartbeat({{"io", [&](std::function<void(bool)> answer) {
                            if (other.joinable()) other.join();
                            other = std::thread([answer] { answer(true); });
                            late = std::move(answer);
                            return true;
                          }}});
    CHECK(heartbeat.silent(patient, never).empty());
    other.join();
  }
  late(true);
}

TEST_CASE("who stops meanwhile does not wait for the answers") {
  Heartbeat heartbeat({{"writer", [](const std::function<void(bool)>&) { return true; }}});
  CHECK(heartbeat.silent(patient, [] { return true; }).empty());
}

}  // namespace heartbeat_test
