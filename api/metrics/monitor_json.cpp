#include "metrics/monitor_json.h"

#include <array>
#include <charconv>
#include <string_view>

#include "json/writer.h"

namespace metrics {

namespace {

constexpr std::string_view queued_prefix = "queued.";

// To a thousandth: what is drawn is not more exact.
std::string number(const std::optional<double>& value) {
  if (!value) return "null";
  std::array<char, 64> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), *value, std::chars_format::fixed, 3);
  if (error != std::errc{}) return "null";
  std::string out(text.data(), end);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

void write_series(json::Writer& w, const std::vector<Sample>& samples) {
  const auto write = [&](std::size_t i, std::string_view name) {
    std::string values = "[";
    for (const Sample& sample : samples) {
      if (values.size() > 1) values += ',';
      values += number(sample.values.at(i));
    }
    w.raw(name, values + "]");
  };
  w.open("series");
  for (std::size_t i = 0; i < series_names.size(); ++i) {
    if (!series_names.at(i).starts_with(queued_prefix)) write(i, series_names.at(i));
  }
  w.open("queued");
  for (std::size_t i = 0; i < series_names.size(); ++i) {
    const auto name = series_names.at(i);
    if (name.starts_with(queued_prefix)) write(i, name.substr(queued_prefix.size()));
  }
  w.close().close();
}

void write_counts(json::Writer& w, const Counts* counts) {
  const auto sum = [](const std::map<std::string, std::int64_t>& parts) {
    std::int64_t out = 0;
    for (const auto& [name, count] : parts) {
      if (name != "deleted") out += count;
    }
    return out;
  };
  using Number = std::optional<std::int64_t>;
  const auto known = [&](auto read) { return counts != nullptr ? Number(read(*counts)) : Number(); };
  w.open("counts")
      .integer("users", known([](const Counts& c) { return c.users; }))
      .integer("posts", known([&](const Counts& c) { return sum(c.posts); }))
      .integer("photos", known([](const Counts& c) { return c.photos; }))
      .integer("messages", known([](const Counts& c) { return c.messages; }))
      .integer("mails_waiting", known([](const Counts& c) { return c.mails_waiting; }))
      .integer("reports_open", known([](const Counts& c) { return c.reports_open; }));
  w.open("deals");
  for (const auto& [state, count] :
       counts != nullptr ? counts->deals : std::map<std::string, std::int64_t>()) {
    w.integer(state, count);
  }
  w.close().close();
}

void write_now(json::Writer& w, const Sources& sources) {
  w.open("now");
  w.open_array("lanes");
  for (const auto& [name, state] : sources.lanes()) {
    w.open()
        .text("name", name)
        .integer("queued", static_cast<std::int64_t>(state.queued))
        .integer("running", static_cast<std::int64_t>(state.running))
        .integer("threads", static_cast<std::int64_t>(state.threads))
        .integer("refused", static_cast<std::int64_t>(state.refused))
        .close();
  }
  w.close_array();
  const auto found = sources.surroundings.found();
  w.open_array("disks");
  for (const Disk& disk : found->disks) {
    w.open()
        .text("name", disk.name)
        .integer("free_bytes", disk.free_bytes)
        .integer("total_bytes", disk.total_bytes)
        .close();
  }
  w.close_array();
  w.open_array("raid");
  for (const RaidArray& array : found->raid) {
    w.open()
        .text("device", array.device)
        .text("level", array.level)
        .text("state", name(array.state))
        .integer("devices", array.devices)
        .integer("active", array.active)
        .raw("progress", number(array.progress))
        .close();
  }
  w.close_array();
  write_counts(w, sources.census.counts().get());
  const auto results = sources.checks.results();
  w.boolean("ready", ready(results));
  w.open_array("checks");
  for (const auto& result : results) {
    w.open().text("name", result.name).boolean("ok", result.ok()).text("reason", result.reason).close();
  }
  w.close_array().close();
}

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::string monitor_json(const Sources& sources, core::Millis interval, const std::vector<Sample>& samples,
                         const std::vector<app::log::Kept>& errors) {
  json::Writer w;
  w.open()
      .time("started_at", sources.started_at)
      .text("version", sources.version)
      .integer("interval_ms", interval);
  w.open_array("times");
  for (const Sample& sample : samples) w.element(core::rfc3339(sample.at));
  w.close_array();
  write_series(w, samples);
  write_now(w, sources);
  w.open_array("errors");
  for (const auto& error : errors) {
    w.open()
        .time("at", error.at)
        .text("level", app::log::name(error.level))
        .text("message", error.message)
        .text("request_id", if_any(error.request_id))
        .text("route", if_any(error.route))
        .text("detail", if_any(error.detail))
        .close();
  }
  w.close_array().close();
  return w.take();
}

}  // namespace metrics
