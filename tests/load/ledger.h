// What was sent and what came of it, message by message: whether any was lost, came twice or out of order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/connections.h"

namespace load {

class Ledger {
 public:
  // Of that many polls, the users 1 to `users` have one each in turn, so that some may have several. `run`
  // tells this run's messages from those of another one on the same database.
  Ledger(std::string run, std::size_t polls, std::size_t users);

  // A message into that room that is to be sent at `due`; its number.
  std::size_t add(std::size_t room, Clock::time_point due);
  // What it says, which names it.
  std::string text(std::size_t message) const;
  // The server has answered for it.
  void accepted(std::size_t number);
  // An answer to a poll: notes the messages in it.
  void received(std::size_t poll, std::string_view body);

  std::size_t room(std::size_t message) const { return messages_[message].room; }
  std::int64_t user(std::size_t poll) const { return static_cast<std::int64_t>(poll % users_) + 1; }
  // All accepted, and all received by every poll of the two in their room.
  bool complete() const { return missing_ == 0; }
  Clock::time_point changed() const { return changed_; }

  // Since the last time they were taken, in milliseconds from when a message was due: until it was received
  // by the other one's first poll, and until its sender was answered; and from this to that, which may be
  // less than nothing.
  std::vector<double> take_wakes();
  std::vector<double> take_answers();
  std::vector<double> take_delays();
  // "lost": …, and so on, since the beginning.
  std::string counts() const;

 private:
  struct Message {
    std::size_t room = 0;
    Clock::time_point due;
    std::optional<Clock::time_point> accepted;
    std::optional<Clock::time_point> woke;  // the other one's first poll
    std::size_t missing = 0;                // polls that have not received it
  };

  void note_delay(const Message& message);

  const std::string mark_;
  const std::size_t users_;
  std::vector<Message> messages_;
  std::vector<std::vector<std::size_t>> seen_;  // by poll, in the order in which they came
  std::size_t missing_ = 0;                     // answers to senders and receptions
  std::size_t doubled_ = 0;
  std::size_t reordered_ = 0;
  std::size_t misled_ = 0;  // received by somebody else
  std::vector<double> wakes_ms_;
  std::vector<double> answers_ms_;
  std::vector<double> delays_ms_;
  Clock::time_point changed_ = Clock::now();
};

}  // namespace load
