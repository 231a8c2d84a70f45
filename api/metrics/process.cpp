#include "metrics/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

namespace metrics {

namespace {

// The fields of /proc/self/stat behind the program's name, which may hold anything: the first is the third of
// the manual page proc(5).
std::optional<std::int64_t> stat_field(int number) {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto end = text.rfind(')');
  if (end == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(end + 1));
  std::string field;
  for (int i = 3; i <= number; ++i) fields >> field;
  std::istringstream value(field);
  std::int64_t out = 0;
  return value >> out ? std::optional(out) : std::nullopt;
}

constexpr int threads_field = 20;
constexpr int start_field = 22;  // in ticks since the machine began
constexpr int pages_field = 24;

std::optional<std::int64_t> open_files() {
  std::error_code failed;
  std::filesystem::directory_iterator at("/proc/self/fd", failed);
  if (failed) return std::nullopt;
  std::int64_t count = -1;  // without the one that is reading
  for (; at != std::filesystem::directory_iterator(); at.increment(failed)) ++count;
  return count;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

Process read_process() {
  Process out;
  if (const auto pages = stat_field(pages_field)) out.memory_bytes = *pages * sysconf(_SC_PAGESIZE);
  out.open_files = open_files();
  out.threads = stat_field(threads_field);
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) out.most_files = static_cast<std::int64_t>(limit.rlim_cur);
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0) out.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  return out;
}

std::optional<double> process_start() {
  const auto ticks = stat_field(start_field);
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("btime ") || !ticks) continue;
    std::istringstream number(line.substr(6));
    double boot = 0;
    if (number >> boot) {
      return boot + static_cast<double>(*ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
  }
  return std::nullopt;
}

}  // namespace metrics
