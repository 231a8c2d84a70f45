#include "metrics/sources.h"

#include "metrics/process.h"

namespace metrics {

Reading read(const Sources& sources) {
  Reading out;
  auto requests = sources.requests.totals();
  out.requests = requests.requests;
  out.errors = requests.errors;
  out.latency = std::move(requests.seconds);
  out.wake = sources.hub.wake_seconds().snapshot();
  const auto batches = sources.writer.batches.snapshot();
  out.commits = batches.count();
  out.writes = static_cast<std::uint64_t>(batches.sum);
  const auto lanes = sources.lanes();
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    out.queued.at(i) = static_cast<std::int64_t>(lanes[i].state.queued);
    out.refused += lanes[i].state.refused;
  }
  for (const auto& [name, cache] : sources.caches) {
    out.cache_hits += cache->hits();
    out.cache_misses += cache->misses();
  }
  out.parked_polls = static_cast<std::int64_t>(sources.hub.parked());
  out.connections = static_cast<std::int64_t>(sources.server.connections());
  const Process process = read_process();
  out.memory_bytes = process.memory_bytes;
  out.open_files = process.open_files;
  const auto found = sources.surroundings.found();
  if (!found->disks.empty()) out.disk_free_bytes = found->disks.front().free_bytes;
  out.database_bytes = found->database_bytes;
  out.wal_bytes = found->wal_bytes;
  return out;
}

}  // namespace metrics
