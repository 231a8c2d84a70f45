#include "snapshots/rollback_json.h"

#include "admin/desk.h"
#include "core/error.h"
#include "json/reader.h"
#include "json/writer.h"
#include "snapshots/snapshot_json.h"
#include "snapshots/stored_json.h"

namespace snapshots {

namespace {

struct Counter {
  std::string_view name;
  std::int64_t CarriedOver::*count;
};
constexpr Counter counters[] = {{"sessions", &CarriedOver::sessions},
                                {"audit_entries", &CarriedOver::audit_entries},
                                {"passwords", &CarriedOver::passwords},
                                {"emails", &CarriedOver::emails},
                                {"roles", &CarriedOver::roles},
                                {"left", &CarriedOver::left},
                                {"suspensions", &CarriedOver::suspensions},
                                {"holds", &CarriedOver::holds},
                                {"reports", &CarriedOver::reports},
                                {"blocks", &CarriedOver::blocks}};

Rollback read(json::Fields& f) {
  Rollback r;
  const auto at = core::parse_rfc3339(f.text("at", {1, 40}));
  if (!at) f.fault("at", "invalid", "Not a time.");
  r.at = at.value_or(0);
  r.by = f.optional_text("by", {1, max_text});
  r.reason = f.text("reason", {0, max_text, true, false});
  const auto id = [&f](std::string_view name, const std::string& text) {
    if (!is_snapshot_id(text)) f.fault(name, "invalid", "Not a snapshot's id.");
    return text;
  };
  if (auto from = f.optional_text("from_snapshot_id", {1, max_text}))
    r.from_snapshot_id = id("from_snapshot_id", *from);
  r.to_snapshot_id = id("to_snapshot_id", f.text("to_snapshot_id", {1, max_text}));
  json::Fields undone = f.object("undone");
  r.undone = {undone.integer("users", 0, most),    undone.integer("posts", 0, most),
              undone.integer("messages", 0, most), undone.integer("deals", 0, most),
              undone.integer("reviews", 0, most),  undone.integer("photos", 0, most)};
  json::Fields kept = f.object("kept");
  for (const auto& counter : counters) r.kept.*counter.count = kept.integer(counter.name, 0, most);
  r.present_damaged = f.boolean("present_damaged");
  r.writers_paused_ms = f.integer("writers_paused_ms", 0, most);
  f.choice("state", {"done", "failed"});
  r.fault = f.optional_text("fault", {1, max_text});
  return r;
}

}  // namespace

std::string rollback_json(const Rollback& rollback) {
  json::Writer w;
  w.open()
      .time("at", rollback.at)
      .text("by", rollback.by)
      .text("reason", rollback.reason)
      .text("from_snapshot_id", rollback.from_snapshot_id)
      .text("to_snapshot_id", rollback.to_snapshot_id);
  write_since(w, "undone", rollback.undone);
  w.open("kept");
  for (const auto& counter : counters) w.integer(counter.name, rollback.kept.*counter.count);
  return w.close()
      .boolean("present_damaged", rollback.present_damaged)
      .integer("writers_paused_ms", rollback.writers_paused_ms)
      .text("state", rollback.fault ? "failed" : "done")
      .text("fault", rollback.fault)
      .close()
      .take();
}

std::string record_json(const RollbackRecord& record) {
  return json::Writer()
      .open()
      .text("epoch", record.epoch)
      .raw("rollback", rollback_json(record.rollback))
      .close()
      .take();
}

std::optional<RollbackRecord> read_record(std::string_view json) {
  return read_or_nothing([&] {
    json::Fields f(json);
    RollbackRecord record;
    record.epoch = f.optional_text("epoch", {1, max_text});
    json::Fields rollback = f.object("rollback");
    record.rollback = read(rollback);
    f.finish();
    return record;
  });
}

std::string read_rollback_reason(std::string_view body) {
  json::Fields f(body);
  auto reason = f.text("reason", {1, admin::max_reason});
  f.finish();
  return reason;
}

}  // namespace snapshots
