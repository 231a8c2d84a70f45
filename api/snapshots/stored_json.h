// What reads the JSON that lies on disk, which anybody may have changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "core/error.h"

namespace snapshots {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_text = 2000;

// Whatever is wrong with a document: it is not ours.
template <class Read>
auto read_or_nothing(Read&& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

}  // namespace snapshots
