#include "snapshots/retention.h"

#include <optional>

namespace snapshots {

namespace {

constexpr core::Millis week = 7 * core::day;
// 1970-01-01 was a Thursday.
constexpr core::Millis to_monday = 3 * core::day;

// Gives a place to the first snapshot that comes of each span of time, as long as there are places.
class Places {
 public:
  Places(std::string_view name, std::int64_t count, core::Millis span, core::Millis shift = 0)
      : name_(name), left_(count), span_(span), shift_(shift) {}

  void offer(core::Millis at, Verdict& verdict) {
    const core::Millis number = (at + shift_) / span_;
    if (left_ == 0 || number == last_) return;
    last_ = number;
    --left_;
    verdict.keep = true;
    verdict.as.push_back(name_);
  }

 private:
  std::string_view name_;
  std::int64_t left_;
  core::Millis span_;
  core::Millis shift_;
  std::optional<core::Millis> last_;
};

}  // namespace

std::vector<Verdict> retention(const std::vector<Snapshot>& snapshots, const Keep& keep, core::Millis now) {
  std::vector<Verdict> out(snapshots.size());
  Places hourly("hourly", keep.hourly, core::hour);
  Places daily("daily", keep.daily, core::day);
  Places weekly("weekly", keep.weekly, week, to_monday);
  std::optional<std::size_t> newest;
  std::optional<std::size_t> newest_ever;
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    const Snapshot& snapshot = snapshots[i];
    // The id's, which a damaged manifest cannot change.
    const core::Millis at = time_of(snapshot.id());
    const bool future = at > now + clock_slack;
    if (snapshot.complete() && !newest_ever) newest_ever = i;
    if (snapshot.complete() && !future && !newest) newest = i;
    if (snapshot.manifest.cause == Cause::manual) {
      out[i] = {true, {"manual"}};
    } else if (future) {
      out[i].keep = true;
    } else if (snapshot.manifest.cause != Cause::scheduled || !snapshot.complete()) {
      out[i].keep = now - at <= aside_kept;
    } else {
      hourly.offer(at, out[i]);
      daily.offer(at, out[i]);
      weekly.offer(at, out[i]);
    }
  }
  if (!newest) newest = newest_ever;
  if (newest) {
    out[*newest].keep = true;
    out[*newest].as.insert(out[*newest].as.begin(), "latest");
  }
  return out;
}

}  // namespace snapshots
