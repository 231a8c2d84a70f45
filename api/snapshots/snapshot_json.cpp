#include "snapshots/snapshot_json.h"

#include "json/reader.h"
#include "json/writer.h"

namespace snapshots {

namespace {

std::string running_json(const Running& running) {
  return json::Writer()
      .open()
      .text("task", name(running.task))
      .text("snapshot_id", running.snapshot_id)
      .text("step", name(running.step))
      .integer("done", running.done)
      .integer("total", running.total)
      .time("started_at", running.started_at)
      .close()
      .take();
}

std::string failure_json(const Failure& failure) {
  return json::Writer()
      .open()
      .time("at", failure.at)
      .text("task", name(failure.task))
      .text("reason", failure.reason)
      .close()
      .take();
}

void write_kept(json::Writer& w, const Kept& kept) {
  w.open_array("kept_as");
  for (const auto& as : kept.kept_as) w.element(as);
  w.close_array();
  w.open_array("copies");
  for (const auto& copy : kept.copies) w.open().text("target", copy.target).boolean("ok", copy.ok).close();
  w.close_array();
}

}  // namespace

std::string snapshot_json(const Kept& kept, const Since* since) {
  const Manifest& manifest = kept.snapshot.manifest;
  json::Writer w;
  w.open()
      .text("id", manifest.id)
      .time("at", manifest.at)
      .text("cause", name(manifest.cause))
      .text("note", manifest.note)
      .text("state", kept.snapshot.complete() ? "complete" : "damaged")
      .text("fault", kept.snapshot.fault)
      .time("verified_at", kept.snapshot.verified_at)
      .integer("schema_version", manifest.schema_version)
      .text("program_version", manifest.program_version)
      .text("epoch", manifest.epoch)
      .open("counts")
      .integer("users", manifest.counts.users)
      .integer("posts", manifest.counts.posts)
      .integer("messages", manifest.counts.messages)
      .integer("deals", manifest.counts.deals)
      .integer("photos", manifest.counts.photos)
      .close()
      .integer("database_bytes", manifest.database_bytes)
      .integer("photo_bytes", manifest.photo_bytes)
      .integer("new_photo_bytes", manifest.new_photo_bytes);
  write_kept(w, kept);
  if (since != nullptr) write_since(w, "undoes", *since);
  return w.close().take();
}

void write_since(json::Writer& w, std::string_view name, const Since& since) {
  w.open(name)
      .integer("users", since.users)
      .integer("posts", since.posts)
      .integer("messages", since.messages)
      .integer("deals", since.deals)
      .integer("reviews", since.reviews)
      .integer("photos", since.photos)
      .close();
}

std::string overview_json(const Overview& overview, std::string_view last_rollback) {
  json::Writer w;
  w.open().open_array("items");
  for (const auto& kept : overview.items) w.raw_element(snapshot_json(kept));
  w.close_array();
  w.raw("running", overview.running ? running_json(*overview.running) : "null");
  w.raw("last_rollback", last_rollback);
  w.raw("last_failure", overview.last_failure ? failure_json(*overview.last_failure) : "null");
  w.time("next_at", overview.next_at);
  w.open_array("targets");
  for (const auto& target : overview.targets) {
    w.open()
        .text("name", target.name)
        .integer("free_bytes", target.free_bytes)
        .boolean("ok", target.ok)
        .close();
  }
  return w.close_array().close().take();
}

std::string begun_json(const Running& running) {
  return json::Writer()
      .open()
      .text("id", running.snapshot_id)
      .raw("running", running_json(running))
      .close()
      .take();
}

std::string read_note(std::string_view body) {
  json::Fields f(body);
  const auto note = f.optional_text("note", {0, max_note});
  f.finish();
  return note.value_or("");
}

}  // namespace snapshots
