// Whether the market can serve, and what is the matter if not. A disk that hangs must not keep the answer
// from whoever asks: threads of their own try everything every so often, and everybody else reads what came
// of it last.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace metrics {

// Nothing when all is well, else a stable word: "unreadable", "almost-full".
using Check = std::function<std::optional<std::string>()>;

enum class Severity {
  fatal,    // it can't serve
  warning,  // it can, but somebody should know
};

class Checks {
 public:
  using Clock = std::chrono::steady_clock;

  struct Result {
    std::string name;
    Severity severity = Severity::fatal;
    std::optional<std::string> reason;

    bool ok() const { return !reason; }
  };

  // Before the first run. `check` may take its time; one that throws has failed as "unknown".
  void add(std::string name, Severity severity, Check check);
  // One that is asked whenever somebody wants to know: it must not wait for anything.
  void add_at_once(std::string name, Severity severity, Check check);

  // Tries all of the first kind and of that severity, one after another. By one thread for each severity, so
  // that what hangs in a warning's check does not keep the others from being tried.
  void run(Severity severity);

  // In the order in which they were added. One that has not come back for ten seconds is "not-answering".
  std::vector<Result> results(Clock::time_point now = Clock::now()) const;

 private:
  struct Entry {
    std::string name;
    Severity severity;
    Check check;
    bool at_once;
    std::optional<std::string> reason;
    std::optional<Clock::time_point> began;  // while it runs
  };

  static std::optional<std::string> ask(const Check& check);

  mutable std::mutex mutex_;  // of `reason` and `began`; never held while a check runs
  std::vector<Entry> entries_;
};

// Whether nothing is wrong that keeps the market from serving.
bool ready(const std::vector<Checks::Result>& results);

}  // namespace metrics
