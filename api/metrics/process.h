// This process as the kernel sees it.
#pragma once

#include <cstdint>
#include <optional>

namespace metrics {

struct Process {
  std::optional<std::int64_t> memory_bytes;  // that are in the machine's memory
  std::optional<std::int64_t> open_files;
  std::optional<std::int64_t> most_files;
  std::optional<std::int64_t> threads;
  double cpu_seconds = 0;
};

// Asks no disk.
Process read_process();

// When it began, in seconds since 1970.
std::optional<double> process_start();

}  // namespace metrics
