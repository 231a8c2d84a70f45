// Whether the market still works: each of its parts is asked for a sign of life, on the way that requests
// take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace app {

class Heartbeat {
 public:
  struct Part {
    std::string name;  // for the log
    // Sees to it that the part itself calls `answer`, from any thread: true when it has done what it is there
    // for. False: there is no room for the question now.
    std::function<bool(std::function<void(bool)> answer)> ask;
  };

  explicit Heartbeat(std::vector<Part> parts);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  // Asks every part, again where it could not do its work, and waits for them. The names of those from which
  // nothing came within `limit`, comma-separated; empty: all is well, or `over` says that nobody wants to
  // know any more. A part has one question at a time, so that those which nobody answers don't pile up. Not
  // from several threads.
  std::string silent(std::chrono::milliseconds limit, const std::function<bool()>& over);

 private:
  enum class State { unasked, asked, alive };
  // Outlives this object in answers that come late.
  struct Answers {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<State> states;
  };

  void ask_unasked();

  const std::vector<Part> parts_;
  const std::shared_ptr<Answers> answers_ = std::make_shared<Answers>();
};

}  // namespace app
