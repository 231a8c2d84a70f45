#include "app/integrity_check.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

#include "app/log.h"
#include "db/sqlite_connection.h"

namespace app {

namespace {

using Steady = std::chrono::steady_clock;

constexpr core::Millis first_after = core::minute;  // the start has enough to do
constexpr std::size_t most_told = 20;

// Of this thread alone, in processor time and, where the disk's scheduler knows of it, in reading.
void take_lowest_priority() {
  constexpr int io_idle_class = 3 << 13;
  constexpr int of_a_thread = 1;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
  ::syscall(SYS_ioprio_set, of_a_thread, 0, io_idle_class);
}

}  // namespace

IntegrityCheck::IntegrityCheck(std::string file, core::Millis interval)
    : file_(std::move(file)), interval_(interval) {}

void IntegrityCheck::start() {
  thread_.start("integrity", [this] { run(); });
}

void IntegrityCheck::met(const std::string& what) {
  {
    const std::lock_guard lock(mutex_);
    if (damaged_) return;
    damaged_ = wanted_ = true;
    met_.push_back(what);
  }
  changed_.notify_all();
}

void IntegrityCheck::look_again() {
  {
    const std::lock_guard lock(mutex_);
    damaged_ = false;
    met_.clear();
    wanted_ = true;
  }
  changed_.notify_all();
}

std::optional<std::string> IntegrityCheck::fault() const {
  const std::lock_guard lock(mutex_);
  return damaged_ ? std::optional<std::string>("damaged") : std::nullopt;
}

void IntegrityCheck::run() {
  take_lowest_priority();
  core::Millis wait = std::min(interval_, first_after);
  for (;;) {
    std::vector<std::string> met;
    {
      std::unique_lock lock(mutex_);
      const auto due = [this] { return wanted_; };
      if (interval_ > 0) {
        changed_.wait_for(lock, thread_.token(), std::chrono::milliseconds(wait), due);
      } else {
        changed_.wait(lock, thread_.token(), due);
      }
      if (thread_.stopping()) return;
      wanted_ = false;
      met = std::exchange(met_, {});
    }
    wait = interval_;
    if (!met.empty()) tell(met);
    try {
      const auto began = Steady::now();
      const std::vector<std::string> found = look();
      std::unique_lock lock(mutex_);
      if (thread_.stopping()) return;
      if (wanted_) continue;  // it was another file that this was found in
      if (!found.empty()) {
        damaged_ = true;
        lock.unlock();  // met() must not wait for what is read here
        tell(found);
      } else if (!damaged_) {
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - began);
        log::info("the database is whole", {{"ms", std::int64_t{took.count()}}});
      }
    } catch (const std::exception& error) {
      if (thread_.stopping()) return;  // broken off
      log::error("the database can't be looked at", {{"error", error.what()}});
    }
  }
}

std::vector<std::string> IntegrityCheck::look() {
  std::vector<std::string> tables{"sqlite_schema"};
  try {
    db::SqliteConnection database(file_, db::Access::read_only);
    auto rows = database.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0");
    while (rows.next()) tables.push_back(rows.text(0));
  } catch (const db::Damaged& damage) {
    return {damage.what()};
  }
  std::vector<std::string> found;
  for (const std::string& table : tables) {
    const auto began = Steady::now();
    for (std::string& fault : look_at(table)) found.push_back(table + ": " + std::move(fault));
    if (!rest(Steady::now() - began)) break;
  }
  return found;
}

// A connection of its own for each: none keeps pages, or a snapshot, from one look to the next.
std::vector<std::string> IntegrityCheck::look_at(const std::string& table) {
  std::vector<std::string> found;
  try {
    db::SqliteConnection database(file_, db::Access::read_only);
    database.interrupt_when([this] { return thread_.stopping(); });
    auto rows = database.query("PRAGMA integrity_check('" + table + "')");
    while (rows.next()) {
      if (rows.view(0) != "ok") found.push_back(rows.text(0));
    }
  } catch (const db::Damaged& damage) {
    found.emplace_back(damage.what());
  }
  return found;
}

// False when it is time to end.
bool IntegrityCheck::rest(Steady::duration time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, thread_.token(), time, [this] { return wanted_; }) && !thread_.stopping();
}

void IntegrityCheck::tell(const std::vector<std::string>& found) const {
  const std::string snapshot = newest_snapshot_ ? newest_snapshot_() : "";
  for (std::size_t i = 0; i < std::min(found.size(), most_told); ++i) {
    log::error("the database is damaged",
               {{"found", found[i]},
                {"newest_good_snapshot", snapshot},
                {"advice", "giraffe check tells more; roll back to a good snapshot"}});
  }
}

}  // namespace app
