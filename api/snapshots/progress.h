// How far the task is that runs, told by the one thread that does it and read by any.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>

#include "core/clock.h"

namespace snapshots {

enum class Task { snapshot, verify, rollback };
enum class Step { database, checking, photos, copying, preparing, switching };
std::string_view name(Task task);
std::string_view name(Step step);

struct Running {
  Task task = Task::snapshot;
  std::string snapshot_id;
  Step step = Step::preparing;
  std::int64_t done = 0;   // pages, bytes or photos: what is counted differs from step to step
  std::int64_t total = 0;  // 0 while it is not known
  core::Millis started_at = 0;
};

// The market ends: what was being done is undone.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped"; }
};

// What there is to say of a task that failed.
std::string sentence(const std::exception& error);

class Progress {
 public:
  void begin(Task task, std::string snapshot_id, core::Millis now);
  void end();
  std::optional<Running> now() const;

  void step(Step step, std::int64_t total = 0);
  void done(std::int64_t count, std::int64_t total);
  void advance(std::int64_t by = 1);

  // From any thread: everything that is under way is to end.
  void stop() { stopping_ = true; }
  bool stopping() const { return stopping_; }
  void require_going_on() const {
    if (stopping_) throw Stopped();
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Running> running_;
  std::atomic<bool> stopping_{false};
};

}  // namespace snapshots
