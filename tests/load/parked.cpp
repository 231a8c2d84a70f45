// People waiting for events, a poll each, and messages that wake them.
//   load_parked SERVER PORT POLLS USERS     SERVER as peers_of_polls.h has it; USERS of a market by load_fill
// Sends the polls and prints {"polls": …}. Then it reads commands, a line each, and answers each with a line:
//   send RATE SECONDS CUTS THROWN RESENT   that many messages a second, each into some room, by the clock:
//   how
//       long until the other one's poll was answered with it; meanwhile CUTS connections a second are cut,
//       the share THROWN of all answers to polls is lost on the way, and the share RESENT of messages is sent
//       again
//   tell POST TIMES   news to all of them, each when the last one has come everywhere
//   hold              who loses the connection from now on stays away
//   back              all of those come back at once
// A poll that was answered is sent again from its cursor; a connection that the server ends is made anew.
// Ends with its standard input.
#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "load/connections.h"
#include "load/ledger.h"
#include "load/peers_of_polls.h"

namespace {

using load::Clock;
using std::chrono::milliseconds;

constexpr std::size_t senders = 256;  // connections; the messages of a room take turns on one of them
constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
constexpr milliseconds patience{20'000};
constexpr milliseconds retry{100};      // after an answer that is none, or none at all
constexpr milliseconds most_away{500};  // of those whose connection was cut

// Letters, as digits could be taken for a telephone number.
std::string new_run() {
  std::string run = std::to_string(Clock::now().time_since_epoch().count());
  for (char& digit : run) digit = static_cast<char>(digit - '0' + 'a');
  return run;
}

bool input_waits() {
  pollfd input{0, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0;
}

struct Trouble {
  double cuts = 0;    // a second
  double thrown = 0;  // share
  double resent = 0;  // share
};

class Parked {
 public:
  Parked(std::unique_ptr<load::PollServer> server, std::uint16_t port, std::size_t polls, std::size_t users)
      : server_(std::move(server)),
        polls_(polls),
        rooms_(std::min(polls, users) / 2),
        editor_(polls + senders),
        ledger_(run_, polls, users),
        states_(polls + senders + 1, State::idle),
        cursors_(polls),
        queues_(senders),
        sent_again_(senders, none),
        connections_(
            port, polls + senders + 1,
            [this](std::size_t connection, int status, std::string_view body) {
              answered(connection, status, body);
            },
            [this](std::size_t connection) { lost(connection); }) {}

  void serve() {
    for (std::size_t poll = 0; poll < polls_; ++poll) ask(poll);
    // Each has its cursor, and has sent its poll.
    if (server_->answers_first()) wait_for([this] { return answers_ >= polls_; });
    std::cout << "{\"polls\":" << polls_ << "}" << std::endl;
    connections_.watch(0);
    for (;;) {
      step(Clock::now() + std::chrono::seconds(1));
      if (!input_waits()) continue;
      std::string line;
      if (!std::getline(std::cin, line)) return;
      std::cout << "{" << obey(line) << "}" << std::endl;
    }
  }

 private:
  // idle: nothing is asked. asking: a request is out, or goes out with the connection. pausing, away: asked
  // again when its time comes, on this connection or on a new one.
  enum class State { idle, asking, pausing, away };
  using Timer = std::pair<Clock::time_point, std::size_t>;  // when, which connection

  std::string obey(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    double rate = 0;
    double seconds = 0;
    Trouble trouble;
    std::int64_t post = 0;
    std::size_t times = 0;
    if (verb == "send" && words >> rate >> seconds >> trouble.cuts >> trouble.thrown >> trouble.resent)
      return send(rate, seconds, trouble);
    if (verb == "tell" && words >> post >> times) return tell(post, times);
    if (verb == "hold") {
      holding_ = true;
      return "";
    }
    if (verb == "back") return back();
    throw std::runtime_error("no command: " + line);
  }

  // ---- connections

  bool is_poll(std::size_t connection) const { return connection < polls_; }

  void ask(std::size_t connection) {
    std::string request = is_poll(connection) ? server_->poll(ledger_.user(connection), cursors_[connection])
                                              : message(queues_[connection - polls_].front());
    if (std::exchange(states_[connection], State::asking) == State::away) {
      connections_.reopen(connection, std::move(request));
    } else {
      connections_.send(connection, request);
    }
  }

  void ask_later(std::size_t connection, State state, milliseconds pause) {
    states_[connection] = state;
    timers_.emplace(Clock::now() + pause, connection);
  }

  void lost(std::size_t connection) {
    ++lost_connections_;
    states_[connection] = State::away;
    if (asks(connection) && !holding_) ask_later(connection, State::away, retry);
  }

  bool asks(std::size_t connection) const {
    return is_poll(connection) || (connection != editor_ && !queues_[connection - polls_].empty());
  }

  void cut(std::size_t connection, milliseconds pause) {
    connections_.cut(connection, random_() % 2 == 0);
    ask_later(connection, State::away, pause);
  }

  void answered(std::size_t connection, int status, std::string_view body) {
    states_[connection] = State::idle;
    ++statuses_[status];
    if (is_poll(connection)) return polled(connection, status, body);
    const bool ends = connections_.head().find("\r\nConnection: close") != std::string_view::npos;
    if (connection == editor_) {
      if (status >= 300) throw std::runtime_error("news were answered " + std::to_string(status));
      return;
    }
    auto& queue = queues_[connection - polls_];
    if (status >= 300) {
      if (status != 503) throw std::runtime_error("a message was answered " + std::to_string(status));
      if (!ends) return ask_later(connection, State::pausing, retry);
      return cut(connection, retry);
    }
    ledger_.accepted(queue.front());
    if (queue.front() != sent_again_[connection - polls_] && chance(trouble_.resent)) {
      sent_again_[connection - polls_] = queue.front();
      ++resent_;
    } else {
      queue.pop_front();
    }
    if (!queue.empty()) ask(connection);
  }

  void polled(std::size_t poll, int status, std::string_view body) {
    if (chance(trouble_.thrown)) {  // as if it had died before it could keep what came
      ++thrown_;
      return cut(poll, milliseconds(0));
    }
    ++answers_;
    if (status == 200) {
      ledger_.received(poll, body);
      if (told_at_ && body.find(news_) != std::string_view::npos) told();
      cursors_[poll] = server_->cursor(connections_.head(), body);
    }
    if (connections_.head().find("\r\nConnection: close") != std::string_view::npos) {
      connections_.cut(poll, false);
      states_[poll] = State::away;
      if (!holding_) ask_later(poll, State::away, retry);
    } else if (status != 200) {
      ask_later(poll, State::pausing, retry);
    } else {
      ask(poll);
    }
  }

  void step(Clock::time_point until) {
    while (!timers_.empty() && timers_.top().first <= Clock::now()) {
      const std::size_t connection = timers_.top().second;
      timers_.pop();
      if (states_[connection] == State::pausing || states_[connection] == State::away) ask(connection);
    }
    if (!timers_.empty()) until = std::min(until, timers_.top().first);
    connections_.handle(until);
  }

  template <typename Condition>
  void wait_for(Condition condition) {
    const auto end = Clock::now() + patience;
    while (!condition()) {
      if (Clock::now() > end) throw std::runtime_error("the server takes too long");
      step(end);
    }
  }

  bool chance(double share) { return share > 0 && std::uniform_real_distribution<>()(random_) < share; }

  // ---- send

  std::string message(std::size_t number) const {
    return server_->message(static_cast<std::int64_t>(ledger_.room(number)), run_ + std::to_string(number),
                            ledger_.text(number));
  }

  std::string send(double rate, double seconds, const Trouble& trouble) {
    trouble_ = trouble;
    const auto start = Clock::now();
    const auto at = [start](std::size_t number, double per_second) {
      return start + std::chrono::duration_cast<Clock::duration>(
                         std::chrono::duration<double>(static_cast<double>(number) / per_second));
    };
    const auto total = static_cast<std::size_t>(rate * seconds);
    std::size_t cuts = 0;
    for (std::size_t i = 0; i < total; ++i) {
      // By the clock, however long the answers take: a slow server is not spared.
      const auto due = at(i, rate);
      while (Clock::now() < due) {
        for (; trouble.cuts > 0 && at(cuts, trouble.cuts) <= Clock::now(); ++cuts) cut_one();
        step(due);
      }
      const std::size_t room = 1 + random_() % rooms_;
      auto& queue = queues_[room % senders];
      queue.push_back(ledger_.add(room, due));
      if (queue.size() == 1) ask(polls_ + room % senders);
    }
    trouble_ = {};
    while (!ledger_.complete() && Clock::now() < ledger_.changed() + patience)
      step(Clock::now() + milliseconds(10));
    return load::percentiles("wake", ledger_.take_wakes()) + "," +
           load::percentiles("answer", ledger_.take_answers()) + "," +
           load::percentiles("after", ledger_.take_delays()) + "," + counts();
  }

  void cut_one() {
    const std::size_t poll = random_() % polls_;
    if (states_[poll] != State::asking) return;
    ++cut_;
    cut(poll, milliseconds(random_() % static_cast<std::size_t>(most_away.count())));
  }

  std::string counts() const {
    std::string out = ledger_.counts();
    const auto add = [&out](std::string_view name, std::size_t value) {
      out.append(",\"").append(name).append("\":").append(std::to_string(value));
    };
    add("cut", cut_);
    add("thrown", thrown_);
    add("resent", resent_);
    add("lost_connections", lost_connections_);
    for (const auto& [status, count] : statuses_) add("answered_" + std::to_string(status), count);
    return out;
  }

  // ---- tell

  std::string tell(std::int64_t post, std::size_t times) {
    told_ms_.clear();
    std::vector<double> last_ms;
    for (std::size_t i = 0; i < times; ++i) {
      // Another one each time, as nobody is told of what is the same.
      price_ = 1'000'000 + (price_ + 1) % 1'000'000;
      news_ = "\"price\":" + std::to_string(price_);
      missing_news_ = polls_;
      told_at_ = Clock::now();
      connections_.send(editor_, server_->news(post, price_));
      states_[editor_] = State::asking;
      wait_for([this] { return missing_news_ == 0 && states_[editor_] == State::idle; });
      last_ms.push_back(told_ms_.back());
    }
    told_at_.reset();
    return load::percentiles("told", std::move(told_ms_)) + "," +
           load::percentiles("last", std::move(last_ms)) + "," + counts();
  }

  void told() {
    told_ms_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - *told_at_).count());
    --missing_news_;
  }

  // ---- back

  std::string back() {
    holding_ = false;
    for (std::size_t connection = 0; connection < states_.size(); ++connection) {
      if (states_[connection] == State::away && asks(connection)) ask(connection);
    }
    return counts();
  }

  // Another run on the same database must not be taken for this one's messages sent again.
  const std::string run_ = new_run();
  const std::unique_ptr<load::PollServer> server_;
  const std::size_t polls_;
  const std::size_t rooms_;
  const std::size_t editor_;  // the connection by which news are told
  std::mt19937 random_{1};
  load::Ledger ledger_;
  std::vector<State> states_;
  std::vector<std::string> cursors_;
  std::vector<std::deque<std::size_t>> queues_;  // messages of each sender, the first of them under way
  std::vector<std::size_t> sent_again_;          // the last one that was, of each sender
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  Trouble trouble_;
  bool holding_ = false;
  std::size_t answers_ = 0;
  std::size_t cut_ = 0;
  std::size_t thrown_ = 0;
  std::size_t resent_ = 0;
  std::size_t lost_connections_ = 0;
  std::map<int, std::size_t> statuses_;
  std::int64_t price_ = Clock::now().time_since_epoch().count() / 1000 % 1'000'000;
  std::string news_;
  std::optional<Clock::time_point> told_at_;
  std::size_t missing_news_ = 0;
  std::vector<double> told_ms_;
  load::Connections connections_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: load_parked giraffe|nchan|nchan-shared PORT POLLS USERS\n";
    return 2;
  }
  try {
    Parked(load::poll_server(argv[1]), static_cast<std::uint16_t>(std::atoi(argv[2])),
           static_cast<std::size_t>(std::atoll(argv[3])), static_cast<std::size_t>(std::atoll(argv[4])))
        .serve();
  } catch (const std::exception& error) {
    std::cerr << "load_parked: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
