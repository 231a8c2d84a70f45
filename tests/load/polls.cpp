// People waiting for events, a poll each; and messages that wake some of them.
//   load_polls PORT POLLS     on a market made by load_fill
// Sends the polls and prints {"polls": …}. Then it reads commands, a line each:
//   wake RATE SECONDS         sends that many messages a second, each into another room, and prints how long
//   it
//                             took from sending a message until the other one's poll was answered with it
// A poll that was answered is sent again. Ends with its standard input.
#include <poll.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/connections.h"

namespace {

using load::Clock;

constexpr std::size_t senders = 16;  // messages that may be under way at once
constexpr auto patience = std::chrono::seconds(20);

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string cursor_in(std::string_view body) {
  constexpr std::string_view name = "\"cursor\":\"";
  const auto at = body.rfind(name);
  if (at == std::string_view::npos) throw std::runtime_error("an answer to a poll has no cursor");
  const auto begin = at + name.size();
  return std::string(body.substr(begin, body.find('"', begin) - begin));
}

bool input_waits() {
  pollfd input{0, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0;
}

class Polls {
 public:
  Polls(std::uint16_t port, std::size_t count)
      : count_(count),
        awaited_(count),
        connections_(port, count + senders,
                     [this](std::size_t connection, int status, std::string_view body) {
                       if (connection < count_) {
                         polled(connection, status, body);
                       } else {
                         sent(connection, status, body);
                       }
                     }) {
    for (std::size_t i = 0; i < senders; ++i) idle_senders_.push_back(count + i);
  }

  void serve() {
    for (std::size_t poll = 0; poll < count_; ++poll) {
      connections_.send(poll, load::request("GET", "/chat/events", user_of(poll)));
    }
    wait_for([this] { return answers_ >= count_; });  // each has its cursor, and has sent its poll
    std::cout << "{\"polls\":" << count_ << "}" << std::endl;
    connections_.watch(0);
    for (;;) {
      connections_.handle(Clock::now() + std::chrono::seconds(1));
      if (!input_waits()) continue;
      std::string line;
      if (!std::getline(std::cin, line)) return;
      std::istringstream words(line);
      std::string verb;
      double rate = 0;
      double seconds = 0;
      if (!(words >> verb >> rate >> seconds) || verb != "wake")
        throw std::runtime_error("no command: " + line);
      wake(rate, seconds);
    }
  }

 private:
  static std::int64_t user_of(std::size_t poll) { return static_cast<std::int64_t>(poll) + 1; }

  void polled(std::size_t poll, int status, std::string_view body) {
    if (status != 200) throw std::runtime_error("a poll was answered " + std::to_string(status));
    ++answers_;
    if (auto& sent_at = awaited_[poll]; sent_at && body.find("\"message\"") != std::string_view::npos) {
      wakes_ms_.push_back(ms_since(*sent_at));
      sent_at.reset();
      --under_way_;
    }
    connections_.send(poll,
                      load::request("GET", "/chat/events?wait=60&after=" + cursor_in(body), user_of(poll)));
  }

  void sent(std::size_t sender, int status, std::string_view) {
    if (status != 201) throw std::runtime_error("a message was answered " + std::to_string(status));
    idle_senders_.push_back(sender);
  }

  void wake(double rate, double seconds) {
    wakes_ms_.clear();
    const auto start = Clock::now();
    const auto total = static_cast<std::size_t>(rate * seconds);
    for (std::size_t i = 0; i < total; ++i) {
      // By the clock, however long the answers take: a slow server is not spared.
      const auto due = start + std::chrono::duration_cast<Clock::duration>(
                                   std::chrono::duration<double>(static_cast<double>(i) / rate));
      while (Clock::now() < due) connections_.handle(due);
      wait_for([this] { return !idle_senders_.empty(); });
      send_message(1 + static_cast<std::int64_t>(i % (count_ / 2)));
    }
    wait_for([this] { return under_way_ == 0; });
    std::cout << "{" << load::percentiles("wake", wakes_ms_) << "}" << std::endl;
  }

  void send_message(std::int64_t room) {
    const std::size_t sender = idle_senders_.back();
    idle_senders_.pop_back();
    auto& sent_at = awaited_[static_cast<std::size_t>(2 * room - 1)];
    if (!sent_at) ++under_way_;
    sent_at = Clock::now();
    connections_.send(sender,
                      load::request("POST", "/chat/rooms/" + std::to_string(room) + "/messages", 2 * room - 1,
                                    R"({"client_id":")" + run_ + std::to_string(++messages_) +
                                        R"(","body":"안녕하세요! 책 아직 있나요?"})"));
  }

  template <typename Condition>
  void wait_for(Condition condition) {
    const auto end = Clock::now() + patience;
    while (!condition()) {
      if (Clock::now() > end) throw std::runtime_error("the server takes too long");
      connections_.handle(end);
    }
  }

  // Another run on the same database must not be taken for this one's messages sent again.
  const std::string run_ = std::to_string(Clock::now().time_since_epoch().count()) + "-";
  const std::size_t count_;
  std::vector<std::optional<Clock::time_point>> awaited_;  // by poll: when the message was sent that wakes it
  std::size_t under_way_ = 0;
  std::size_t answers_ = 0;
  std::size_t messages_ = 0;
  std::vector<std::size_t> idle_senders_;
  std::vector<double> wakes_ms_;
  load::Connections connections_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: load_polls PORT POLLS\n";
    return 2;
  }
  try {
    Polls(static_cast<std::uint16_t>(std::atoi(argv[1])), static_cast<std::size_t>(std::atoll(argv[2])))
        .serve();
  } catch (const std::exception& error) {
    std::cerr << "load_polls: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
