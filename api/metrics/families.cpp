#include "metrics/families.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <initializer_list>
#include <limits>

#include "metrics/process.h"

namespace metrics {

namespace {

using prometheus::ClientMetric, prometheus::MetricFamily, prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

// Collects families one after another; what is not known is left out.
class Families {
 public:
  Families& begin(MetricType type, std::string name, std::string help) {
    families_.push_back({std::move(name), std::move(help), type, {}});
    return *this;
  }
  Families& gauge(std::string name, std::string help) {
    return begin(MetricType::Gauge, std::move(name), std::move(help));
  }
  Families& counter(std::string name, std::string help) {
    return begin(MetricType::Counter, std::move(name), std::move(help));
  }
  Families& histogram(std::string name, std::string help) {
    return begin(MetricType::Histogram, std::move(name), std::move(help));
  }

  // Of the family that was begun last.
  template <class Number>
  Families& value(Number number, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    (families_.back().type == MetricType::Counter ? metric.counter.value : metric.gauge.value) =
        static_cast<double>(number);
    families_.back().metric.push_back(std::move(metric));
    return *this;
  }
  template <class Number>
  Families& known(const std::optional<Number>& number, Labels labels = {}) {
    return number ? value(*number, std::move(labels)) : *this;
  }
  Families& buckets(const core::Histogram::Snapshot& snapshot, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
      sum += snapshot.counts[i];
      const double bound =
          i < snapshot.bounds.size() ? snapshot.bounds[i] : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({sum, bound});
    }
    metric.histogram.sample_count = sum;
    metric.histogram.sample_sum = snapshot.sum;
    families_.back().metric.push_back(std::move(metric));
    return *this;
  }

  // Without the families of which nothing is known.
  std::string text() {
    std::erase_if(families_, [](const MetricFamily& family) { return family.metric.empty(); });
    return prometheus::TextSerializer().Serialize(families_);
  }

 private:
  std::vector<MetricFamily> families_;
};

void add_requests(Families& out, const Sources& sources) {
  const auto rows = sources.requests.rows();
  out.counter(
      "giraffe_requests_total",
      "Answers by route, method and status. The route \"file\" is the frontend, \"unknown\" an address "
      "that there is not.");
  for (const auto& row : rows) {
    for (const auto& [status, count] : row.by_status) {
      out.value(count, {{"method", row.method}, {"route", row.route}, {"status", std::to_string(status)}});
    }
  }
  out.histogram("giraffe_request_seconds", "From a request's last byte to its answer's first.");
  for (const auto& row : rows) out.buckets(row.seconds, {{"method", row.method}, {"route", row.route}});
  out.gauge("giraffe_connections", "Open connections.").value(sources.server.connections());
  out.counter("giraffe_connections_refused_total", "Connections turned away because there were too many.")
      .value(sources.server.turned_away());
  out.counter("giraffe_malformed_requests_total", "Requests refused before they had a route.")
      .value(sources.server.malformed());
  out.counter("giraffe_photo_uploads_total", "Photos that were sent, by what became of them.")
      .value(sources.requests.count("POST", "/photos", 200, 299), {{"outcome", "taken"}})
      .value(sources.requests.count("POST", "/photos", 400, 599), {{"outcome", "refused"}});
}

void add_lanes(Families& out, const Sources& sources) {
  const auto lanes = sources.lanes();
  const auto each = [&](auto member) {
    for (const auto& lane : lanes) out.value(lane.state.*member, {{"lane", lane.name}});
  };
  out.gauge("giraffe_lane_queued", "Requests that wait for a thread of their lane.");
  each(&core::LaneState::queued);
  out.gauge("giraffe_lane_queue_limit", "As many may wait; what is more is answered 503.");
  each(&core::LaneState::limit);
  out.gauge("giraffe_lane_running",
            "Requests that a thread of their lane works on; of the writer, those in its batch.");
  each(&core::LaneState::running);
  out.gauge("giraffe_lane_threads", "Threads of each lane.");
  each(&core::LaneState::threads);
  out.counter("giraffe_lane_refused_total", "Requests for which their lane had no room.");
  each(&core::LaneState::refused);
}

void add_events(Families& out, const Sources& sources) {
  out.gauge("giraffe_polls_parked", "Long-polls that wait for an event.").value(sources.hub.parked());
  out.histogram("giraffe_wake_seconds", "From a commit to the answer of a poll that waited for it.")
      .buckets(sources.hub.wake_seconds().snapshot());
}

void add_database(Families& out, const Sources& sources) {
  out.histogram("giraffe_commit_seconds", "A batch of writes until it is on disk.")
      .buckets(sources.writer.seconds.snapshot());
  out.histogram("giraffe_batch_writes", "Writes that shared a commit.")
      .buckets(sources.writer.batches.snapshot());
  out.counter("giraffe_commits_failed_total", "Batches that were rolled back whole.")
      .value(sources.writer.failures.load());
  const auto stalled = sources.writer.stalled(db::WriterStats::Clock::now());
  out.gauge("giraffe_writer_stalled_seconds",
            "For how long nothing was committed although something had to be.")
      .value(std::chrono::duration<double>(stalled).count());
  const auto found = sources.surroundings.found();
  out.gauge("giraffe_database_bytes", "Size of market.db.").known(found->database_bytes);
  out.gauge("giraffe_wal_bytes", "Size of market.db-wal.").known(found->wal_bytes);
  out.counter("giraffe_cache_hits_total", "Answers that lay ready.");
  for (const auto& [name, cache] : sources.caches) out.value(cache->hits(), {{"cache", name}});
  out.counter("giraffe_cache_misses_total", "Answers that did not.");
  for (const auto& [name, cache] : sources.caches) out.value(cache->misses(), {{"cache", name}});
}

void add_counts(Families& out, const Sources& sources) {
  out.counter("giraffe_mails_total", "Attempts to send a mail, by what became of them.");
  for (const auto outcome :
       {mail::Outcome::sent, mail::Outcome::later, mail::Outcome::refused, mail::Outcome::unreachable}) {
    out.value(sources.mails.of(outcome), {{"outcome", std::string(mail::name(outcome))}});
  }
  const auto counts = sources.census.counts();
  if (!counts) return;
  out.gauge("giraffe_mails_waiting", "Mails that are not sent yet.").value(counts->mails_waiting);
  out.gauge("giraffe_mail_oldest_seconds", "Age of the oldest of them; 0 when there is none.");
  const core::Millis now = sources.clock.now();
  out.value(counts->oldest_mail_at && *counts->oldest_mail_at < now
                ? static_cast<double>(now - *counts->oldest_mail_at) / core::second
                : 0.0);
  out.gauge("giraffe_users", "Accounts.").value(counts->users);
  out.gauge("giraffe_posts", "Posts by status; those deleted stay for the deals that speak of them.");
  for (const auto& [status, count] : counts->posts) out.value(count, {{"status", status}});
  out.gauge("giraffe_photos", "Photos.").value(counts->photos);
  out.gauge("giraffe_messages", "Messages in all rooms.").value(counts->messages);
  out.gauge("giraffe_deals", "Deals by state.");
  for (const auto& [state, count] : counts->deals) out.value(count, {{"state", state}});
  out.gauge("giraffe_reports_open", "Reported things that no moderator has looked at.")
      .value(counts->reports_open);
}

void add_surroundings(Families& out, const Sources& sources) {
  const auto found = sources.surroundings.found();
  out.gauge("giraffe_disk_free_bytes", "Room that is left where the data are, and where their copies are.");
  for (const auto& disk : found->disks) out.known(disk.free_bytes, {{"disk", disk.name}});
  out.gauge("giraffe_disk_total_bytes", "Room that there is in all.");
  for (const auto& disk : found->disks) out.known(disk.total_bytes, {{"disk", disk.name}});
  out.gauge("giraffe_raid_state", "1 for the state that each RAID array is in.");
  for (const auto& array : found->raid) {
    for (const auto state :
         {RaidState::healthy, RaidState::degraded, RaidState::recovering, RaidState::failed}) {
      out.value(array.state == state ? 1 : 0,
                {{"device", array.device}, {"level", array.level}, {"state", std::string(name(state))}});
    }
  }
  out.gauge("giraffe_raid_devices", "Devices that each RAID array should have.");
  for (const auto& array : found->raid) out.value(array.devices, {{"device", array.device}});
  out.gauge("giraffe_raid_active", "Devices that it has.");
  for (const auto& array : found->raid) out.value(array.active, {{"device", array.device}});
  out.gauge("giraffe_raid_progress_ratio", "How much of its recovery or check is done.");
  for (const auto& array : found->raid) out.known(array.progress, {{"device", array.device}});
}

void add_process(Families& out, const Sources& sources) {
  const Process process = read_process();
  out.gauge("process_resident_memory_bytes", "Resident memory size in bytes.").known(process.memory_bytes);
  out.gauge("process_open_fds", "Number of open file descriptors.").known(process.open_files);
  out.gauge("process_max_fds", "Maximum number of open file descriptors.").known(process.most_files);
  out.gauge("process_threads", "Number of OS threads in the process.").known(process.threads);
  out.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.")
      .value(process.cpu_seconds);
  static const auto start = process_start();
  out.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
      .known(start);
  out.gauge("giraffe_info", "Which program this is.").value(1, {{"version", sources.version}});
}

void add_checks(Families& out, const Sources& sources) {
  const auto results = sources.checks.results();
  out.gauge("giraffe_ready", "1 when /health/ready says so.").value(ready(results) ? 1 : 0);
  out.gauge("giraffe_check_ok", "1 for each check of /health/ready with which all is well.");
  for (const auto& result : results) out.value(result.ok() ? 1 : 0, {{"check", result.name}});
  for (const auto& gauge : sources.gauges.all()) out.gauge(gauge.name, gauge.help).known(gauge.read());
}

}  // namespace

std::string exposition(const Sources& sources) {
  Families out;
  add_requests(out, sources);
  add_lanes(out, sources);
  add_events(out, sources);
  add_database(out, sources);
  add_counts(out, sources);
  add_surroundings(out, sources);
  add_checks(out, sources);
  add_process(out, sources);
  return out.text();
}

}  // namespace metrics
