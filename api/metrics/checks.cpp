#include "metrics/checks.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace metrics {

namespace {
constexpr std::chrono::seconds patience{10};
}

void Checks::add(std::string name, Severity severity, Check check) {
  entries_.push_back({std::move(name), severity, std::move(check), false, std::nullopt, std::nullopt});
}

void Checks::add_at_once(std::string name, Severity severity, Check check) {
  entries_.push_back({std::move(name), severity, std::move(check), true, std::nullopt, std::nullopt});
}

std::optional<std::string> Checks::ask(const Check& check) {
  try {
    return check();
  } catch (const std::exception&) {
    return "unknown";
  }
}

void Checks::run(Severity severity) {
  for (Entry& entry : entries_) {
    if (entry.at_once || entry.severity != severity) continue;
    {
      const std::lock_guard lock(mutex_);
      entry.began = Clock::now();
    }
    auto reason = ask(entry.check);
    const std::lock_guard lock(mutex_);
    entry.began.reset();
    entry.reason = std::move(reason);
  }
}

std::vector<Checks::Result> Checks::results(Clock::time_point now) const {
  std::vector<Result> out;
  for (const Entry& entry : entries_) {
    Result result{entry.name, entry.severity, std::nullopt};
    if (entry.at_once) {
      result.reason = ask(entry.check);
    } else {
      const std::lock_guard lock(mutex_);
      result.reason = entry.reason;
      if (entry.began && now - *entry.began > patience) result.reason = "not-answering";
    }
    out.push_back(std::move(result));
  }
  return out;
}

bool ready(const std::vector<Checks::Result>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const Checks::Result& one) { return one.ok() || one.severity == Severity::warning; });
}

}  // namespace metrics
