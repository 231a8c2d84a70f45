// What a lane does at this moment, and how much it has refused since the start.
#pragma once

#include <cstddef>
#include <cstdint>

namespace core {

struct LaneState {
  std::size_t queued = 0;
  std::size_t limit = 0;  // as many may be queued
  std::size_t running = 0;
  std::size_t threads = 0;
  std::uint64_t refused = 0;
};

}  // namespace core
