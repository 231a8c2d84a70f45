// The Linux software RAID that the data may be on, as /proc/mdstat tells of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace metrics {

enum class RaidState {
  healthy,
  degraded,    // a device is missing; nothing is being done about it yet
  recovering,  // the missing part is being written, or the copies are being made equal
  failed,      // more is missing than the others can make up for, or it does not run
};

struct RaidArray {
  std::string device;  // "md0"
  std::string level;   // "raid1"; empty when the array does not run
  RaidState state = RaidState::healthy;
  std::int64_t devices = 0;        // that it should have
  std::int64_t active = 0;         // that it has
  std::optional<double> progress;  // 0 to 1, while it is recovered, checked or reshaped
};

// "healthy", "degraded", …
std::string_view name(RaidState state);

// What the text of an mdstat file tells. Lines that are not understood are passed over.
std::vector<RaidArray> read_mdstat(std::string_view text);

// The same of a file; none where there is no such file, as on a machine without RAID.
std::vector<RaidArray> read_mdstat_file(const std::string& path);

}  // namespace metrics
