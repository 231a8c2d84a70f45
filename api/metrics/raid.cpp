#include "metrics/raid.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/number.h"
#include "core/text.h"

namespace metrics {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} * 1024;

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

// How many devices may be missing while all data are still there.
std::int64_t spare_devices(const RaidArray& array) {
  if (array.level == "raid1") return array.devices - 1;
  if (array.level == "raid4" || array.level == "raid5") return 1;
  if (array.level == "raid6") return 2;
  // With two copies of everything it depends on which ones are missing: the kernel ends an array that has
  // lost both.
  if (array.level == "raid10") return array.devices / 2;
  return 0;
}

// "md0 : active (auto-read-only) raid1 sdb1[1] sda1[0](F)"
RaidArray read_head(const std::vector<std::string>& words) {
  RaidArray out;
  out.device = words[0];
  if (out.device.ends_with(':')) out.device.pop_back();
  const bool runs = std::find(words.begin(), words.end(), "active") != words.end();
  for (const std::string& word : words) {
    if (word.starts_with("raid") || word == "linear" || word == "multipath") out.level = word;
    if (word.find('[') == std::string::npos || word.starts_with('[')) continue;
    // Without a count of its own below (raid0, linear), an array has the devices that are named.
    ++out.devices;
    if (word.find("(F)") == std::string::npos) ++out.active;
  }
  if (!runs) {
    out.state = RaidState::failed;
    out.active = 0;
  }
  return out;
}

// "[2/1]": how many it should have and how many it has.
void read_count(RaidArray& array, const std::string& word) {
  const auto slash = word.find('/');
  if (!word.starts_with('[') || !word.ends_with(']') || slash == std::string::npos) return;
  const auto devices = core::whole_number(word.substr(1, slash - 1));
  const auto active = core::whole_number(word.substr(slash + 1, word.size() - slash - 2));
  if (!devices || !active) return;
  array.devices = *devices;
  array.active = *active;
}

// "recovery = 12.6% (37043392/292945152) …", "resync=PENDING"
void read_action(RaidArray& array, const std::string& line) {
  for (const std::string_view action : {"recovery", "resync", "reshape", "check"}) {
    const auto begin = line.find(action);
    if (begin == std::string::npos) continue;
    const auto percent = line.find('%', begin);
    const auto equals = line.find('=', begin);
    if (equals == std::string::npos) return;
    // A check of copies that are all there, and their growing, are not worth a word of warning.
    const bool repairs = action == "recovery" || action == "resync";
    if (repairs && array.state != RaidState::failed) array.state = RaidState::recovering;
    if (percent == std::string::npos) return;
    std::istringstream number(line.substr(equals + 1, percent - equals - 1));
    number.imbue(std::locale::classic());
    double value = 0;
    if (number >> value && value >= 0 && value <= 100) array.progress = value / 100;
    return;
  }
}

void judge(RaidArray& array) {
  if (array.state == RaidState::failed) return;
  if (array.devices - array.active > spare_devices(array)) {
    array.state = RaidState::failed;
  } else if (array.active < array.devices && array.state == RaidState::healthy) {
    array.state = RaidState::degraded;
  }
}

}  // namespace

std::string_view name(RaidState state) {
  switch (state) {
    case RaidState::healthy:
      return "healthy";
    case RaidState::degraded:
      return "degraded";
    case RaidState::recovering:
      return "recovering";
    case RaidState::failed:
      return "failed";
  }
  return "failed";
}

std::vector<RaidArray> read_mdstat(std::string_view text) {
  std::vector<RaidArray> out;
  std::istringstream lines{std::string(text)};
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const auto words = words_of(line);
    if (line.starts_with("md") && words.size() >= 2) {
      out.push_back(read_head(words));
      inside = true;
    } else if (!line.starts_with(' ') && !line.starts_with('\t')) {
      inside = false;  // "Personalities", "unused devices", or the empty line behind an array
    } else if (inside) {
      for (const std::string& word : words) read_count(out.back(), word);
      read_action(out.back(), line);
    }
  }
  for (RaidArray& array : out) judge(array);
  return out;
}

std::vector<RaidArray> read_mdstat_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(most_bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return read_mdstat(text);
}

}  // namespace metrics
