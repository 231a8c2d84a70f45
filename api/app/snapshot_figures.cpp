#include "app/snapshot_figures.h"

#include <cstdint>
#include <optional>
#include <string>

namespace app {

void tell_of_snapshots(Watch& watch, const Config& config, const core::Clock& clock,
                       const snapshots::SnapshotService& snapshots) {
  const auto gauge = [&](const char* name, const char* help, std::int64_t snapshots::Figures::*figure) {
    watch.gauges().add(name, help, [&snapshots, figure]() -> std::optional<double> {
      return static_cast<double>(snapshots.figures().*figure);
    });
  };
  watch.gauges().add("giraffe_snapshot_age_seconds",
                     "Since the newest whole snapshot was taken; while there is none, since the start.",
                     [&snapshots, &clock, start = clock.now()]() -> std::optional<double> {
                       const auto newest = snapshots.figures().newest_at.value_or(start);
                       return static_cast<double>(clock.now() - newest) / core::second;
                     });
  gauge("giraffe_snapshots", "Snapshots that are kept.", &snapshots::Figures::count);
  gauge("giraffe_snapshot_bytes", "What they take, photos among it that are the market's own files.",
        &snapshots::Figures::bytes);
  gauge("giraffe_snapshot_failures", "Tasks that did not come off since the start.",
        &snapshots::Figures::failures);
  if (config.snapshot_ms == 0) return;
  watch.checks().add_at_once(
      "snapshots", metrics::Severity::warning,
      [&snapshots, &clock, most = 3 * config.snapshot_ms]() -> std::optional<std::string> {
        const auto newest = snapshots.figures().newest_at;
        if (!newest || clock.now() - *newest < most) return std::nullopt;
        return "too-old";
      });
}

}  // namespace app
