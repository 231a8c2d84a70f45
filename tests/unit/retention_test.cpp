#include "snapshots/retention.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/token.h"

namespace retention_test {

using snapshots::Cause;
using snapshots::Snapshot;

namespace {

// A Monday.
const core::Millis monday = core::parse_rfc3339("2026-03-02T00:00:00Z").value();
constexpr core::Millis week = 7 * core::day;

struct Taken {
  core::Millis at;
  Cause cause = Cause::scheduled;
  bool damaged = false;
};

// As they are listed: newest first.
std::vector<Snapshot> listed(std::vector<Taken> all) {
  core::init_crypto();
  std::ranges::sort(all, std::ranges::greater(), &Taken::at);
  std::vector<Snapshot> out;
  for (const Taken& one : all) {
    Snapshot snapshot;
    snapshot.manifest.id = snapshots::new_snapshot_id(one.at);
    snapshot.manifest.at = one.at;
    snapshot.manifest.cause = one.cause;
    if (one.damaged) snapshot.fault = "missing-photo";
    out.push_back(std::move(snapshot));
  }
  return out;
}

// "latest hourly daily | hourly | - | x": what each is kept as, "-" for no reason that has a name, "x" when
// it goes.
std::string verdicts(const std::vector<Snapshot>& snapshots, const snapshots::Keep& keep, core::Millis now) {
  std::string out;
  for (const auto& verdict : snapshots::retention(snapshots, keep, now)) {
    std::string one;
    for (const auto& as : verdict.as) one.append(one.empty() ? "" : " ").append(as);
    if (!verdict.keep) CHECK(one.empty());
    if (one.empty()) one = verdict.keep ? "-" : "x";
    out.append(out.empty() ? "" : " | ").append(one);
  }
  return out;
}

std::string verdicts(std::vector<Taken> all, const snapshots::Keep& keep, core::Millis now) {
  return verdicts(listed(std::move(all)), keep, now);
}

std::size_t count_kept(const std::vector<Snapshot>& snapshots, core::Millis now) {
  const auto all = snapshots::retention(snapshots, {}, now);
  return static_cast<std::size_t>(std::ranges::count(all, true, &snapshots::Verdict::keep));
}

}  // namespace

TEST_CASE("an id tells when, sorts by it, and nothing else passes for one") {
  core::init_crypto();
  const std::string id = snapshots::new_snapshot_id(monday + 34'200'123);
  CHECK(id.starts_with("20260302T093000-"));
  CHECK(snapshots::is_snapshot_id(id));
  CHECK(snapshots::time_of(id) == monday + 34'200'000);
  CHECK(id < snapshots::new_snapshot_id(monday + 34'201'000));
  for (const std::string_view none :
       {"", "..", "20260302T093000", "20260302T093000-", "20260302T093000-ABCDEF", "20260302T093000-ab/def",
        "20260302T093000-abcdef/", "20260302T093000-abcdefg", "20261302T093000-abcdef",
        "20260230T093000-abcdef", "20260302T250000-abcdef", "2026030２T093000-abcde",
        "20260302t093000-abcdef", "../60302T093000-abcdef", "20260302T093000-abc..f"}) {
    CAPTURE(none);
    CHECK_FALSE(snapshots::is_snapshot_id(none));
  }
}

TEST_CASE("the newest of each hour, day and ISO week is kept, as many as there are places") {
  const core::Millis h = core::hour, m = core::minute;
  struct Case {
    const char* what;
    std::vector<Taken> taken;
    snapshots::Keep keep;
    const char* verdicts;  // newest first
  };
  const Case cases[] = {
      {"none", {}, {}, ""},
      {"one is everything", {{monday}}, {}, "latest hourly daily weekly"},
      {"of an hour the newest",
       {{monday + 10 * m}, {monday + 50 * m}, {monday + 59 * m}},
       {3, 3, 3},
       "latest hourly daily weekly | x | x"},
      {"the borders of hours, days and weeks (Sunday, Monday)",
       {{monday - 1000}, {monday}, {monday + h}},
       {3, 3, 3},
       "latest hourly daily weekly | hourly | hourly daily weekly"},
      {"more hours than places",
       {{monday}, {monday + h}, {monday + 2 * h}},
       {2, 0, 0},
       "latest hourly | hourly | x"},
      {"hours without one take no place",
       {{monday}, {monday + 5 * h}, {monday + 9 * h}},
       {2, 0, 0},
       "latest hourly | hourly | x"},
      {"days go on where hours end",
       {{monday}, {monday + core::day}, {monday + core::day + h}},
       {1, 2, 0},
       "latest hourly daily | x | daily"},
      {"weeks go on where days end",
       {{monday - 8 * core::day}, {monday - core::day}, {monday}, {monday + core::day}},
       {1, 1, 3},
       "latest hourly daily weekly | x | weekly | weekly"},
      {"with no places at all the latest stays", {{monday}, {monday + h}}, {0, 0, 0}, "latest | x"},
      {"those by hand are kept, and take no place",
       {{monday, Cause::manual}, {monday + m}, {monday + 2 * m, Cause::manual}},
       {1, 0, 0},
       "latest manual | hourly | manual"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    CHECK(verdicts(one.taken, one.keep, monday + week) == one.verdicts);
  }
}

TEST_CASE("one from before a rollback or a migration is kept for seven days, and then goes") {
  const std::vector<Taken> taken = {{monday, Cause::before_rollback},
                                    {monday + core::hour, Cause::before_migration},
                                    {monday + 2 * core::hour}};
  CHECK(verdicts(taken, {1, 1, 1}, monday + week) == "latest hourly daily weekly | - | -");
  CHECK(verdicts(taken, {1, 1, 1}, monday + week + 1) == "latest hourly daily weekly | - | x");
  CHECK(verdicts(taken, {1, 1, 1}, monday + 3 * week) == "latest hourly daily weekly | x | x");
  // Unless there is nothing else.
  CHECK(verdicts({{monday, Cause::before_rollback}}, {1, 1, 1}, monday + 30 * week) == "latest");
}

TEST_CASE("a damaged one takes nobody's place and is never the latest") {
  const std::vector<Taken> taken = {{monday}, {monday + core::hour, Cause::scheduled, true}};
  CHECK(verdicts(taken, {1, 1, 1}, monday + core::hour) == "- | latest hourly daily weekly");
  CHECK(verdicts(taken, {1, 1, 1}, monday + 2 * week) == "x | latest hourly daily weekly");
  CHECK(verdicts({{monday, Cause::manual, true}}, {}, monday + 30 * week) == "manual");
}

TEST_CASE("a clock that jumps takes no snapshot away") {
  std::vector<Taken> hours;
  for (int i = 0; i < 24; ++i) hours.push_back({monday + i * core::hour});
  const auto day = listed(hours);
  CHECK(count_kept(day, monday + core::day) == 24);
  // Back by a year, and ahead by ten.
  CHECK(count_kept(day, monday - 52 * week) == 24);
  CHECK(count_kept(day, monday + 520 * week) == 24);

  // A day under a clock that was a year ahead, and one hour since it is right again: what was taken under the
  // wrong one does not push out what is taken now, nor is it the latest.
  std::vector<Taken> both = {{monday + core::hour}};
  for (int i = 0; i < 24; ++i) both.push_back({monday + 52 * week + i * core::hour});
  const auto mixed = listed(both);
  CHECK(count_kept(mixed, monday + core::hour) == 25);
  CHECK(snapshots::retention(mixed, {}, monday + core::hour).back().as ==
        std::vector<std::string_view>{"latest", "hourly", "daily", "weekly"});
  // With none but those the newest of them is the latest.
  CHECK(verdicts({{monday + core::day}, {monday + week}}, {1, 1, 1}, monday) == "latest | -");
}

TEST_CASE("a year of hours leaves what the settings say") {
  std::vector<Taken> all;
  for (int i = 0; i < 365 * 24; ++i) all.push_back({monday + i * core::hour});
  auto left = listed(all);
  const core::Millis now = monday + core::Millis{365} * core::day;
  // As it goes on, hour by hour, the same stay as when all are looked at together.
  const auto verdict = snapshots::retention(left, {}, now);
  std::vector<Snapshot> kept;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (verdict[i].keep) kept.push_back(left[i]);
  }
  // Some of the hours are the newest of their day, some of the days those of their week.
  CHECK(kept.size() >= 24 + 6 + 6);
  CHECK(kept.size() <= 24 + 7 + 8);
  CHECK(count_kept(kept, now) == kept.size());
}

}  // namespace retention_test
