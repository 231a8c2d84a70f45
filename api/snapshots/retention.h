// Which snapshots are kept, and as what.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "snapshots/snapshot.h"

namespace snapshots {

struct Keep {
  std::int64_t hourly = 24;
  std::int64_t daily = 7;
  std::int64_t weekly = 8;
};

// How long those taken before a rollback or a migration are kept, and those found damaged.
constexpr core::Millis aside_kept = 7 * core::day;
// What is from further in the future was taken under a wrong clock.
constexpr core::Millis clock_slack = core::minute;

struct Verdict {
  bool keep = false;
  std::vector<std::string_view> as;  // latest, hourly, daily, weekly, manual
};

// Of each of them, which are in the order of their ids, newest first. The newest of each of the last hours,
// days and ISO weeks (UTC) that have one; hours without any do not count, so that a market that stood still
// loses nothing. Those from the future are kept, and take nobody's place, until it is their time.
std::vector<Verdict> retention(const std::vector<Snapshot>& snapshots, const Keep& keep, core::Millis now);

}  // namespace snapshots
