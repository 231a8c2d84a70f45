#include "snapshots/manifest.h"

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "core/token.h"
#include "json/reader.h"
#include "json/writer.h"
#include "snapshots/stored_json.h"

namespace snapshots {

namespace {

// Of the manifest's own form; another one is read by another program.
constexpr std::int64_t format = 1;
constexpr std::size_t sum_digits = 64;

bool is_sum(std::string_view text) {
  return text.size() == sum_digits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string sum(json::Fields& fields, std::string_view name) {
  std::string text = fields.text(name, {sum_digits, sum_digits});
  if (!is_sum(text)) fields.fault(name, "invalid", "Not a checksum.");
  return text;
}

core::Millis time(json::Fields& fields, std::string_view name) {
  const auto at = core::parse_rfc3339(fields.text(name, {1, 40}));
  if (!at) fields.fault(name, "invalid", "Not a time.");
  return at.value_or(0);
}

void write_texts(json::Writer& w, std::string_view name, const std::vector<std::string>& texts) {
  w.open_array(name);
  for (const auto& text : texts) w.element(text);
  w.close_array();
}

}  // namespace

std::string manifest_json(const Manifest& manifest) {
  json::Writer w;
  w.open()
      .integer("format", format)
      .text("id", manifest.id)
      .time("at", manifest.at)
      .text("cause", name(manifest.cause))
      .text("note", manifest.note)
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
      .text("database_sum", manifest.database_sum)
      .integer("photo_bytes", manifest.photo_bytes)
      .integer("new_photo_bytes", manifest.new_photo_bytes)
      .text("photos_sum", manifest.photos_sum);
  write_texts(w, "lost_photos", manifest.lost_photos);
  write_texts(w, "findings", manifest.findings);
  return w.close().take();
}

std::optional<Manifest> read_manifest(std::string_view json, std::string_view id) {
  return read_or_nothing([&] {
    json::Fields f(json);
    Manifest m;
    f.integer("format", format, format);
    m.id = f.text("id", {1, max_text});
    if (m.id != id) f.fault("id", "invalid", "Another snapshot's.");
    m.at = time(f, "at");
    const auto cause = cause_named(f.text("cause", {1, max_text}));
    if (!cause) f.fault("cause", "invalid", "No cause.");
    m.cause = cause.value_or(Cause::manual);
    m.note = f.text("note", {0, max_note});
    m.schema_version = static_cast<int>(f.integer("schema_version", 0, 9999));
    m.program_version = f.text("program_version", {0, max_text});
    m.epoch = f.text("epoch", {0, max_text});
    json::Fields counts = f.object("counts");
    m.counts = {counts.integer("users", 0, most), counts.integer("posts", 0, most),
                counts.integer("messages", 0, most), counts.integer("deals", 0, most),
                counts.integer("photos", 0, most)};
    m.database_bytes = f.integer("database_bytes", 0, most);
    m.database_sum = sum(f, "database_sum");
    m.photo_bytes = f.integer("photo_bytes", 0, most);
    m.new_photo_bytes = f.integer("new_photo_bytes", 0, most);
    m.photos_sum = sum(f, "photos_sum");
    m.lost_photos = f.optional_texts("lost_photos", max_lost_photos, {1, max_text}).value_or(m.lost_photos);
    m.findings = f.optional_texts("findings", max_findings, {1, max_text}).value_or(m.findings);
    f.finish();
    return m;
  });
}

std::string verified_json(const Verified& verified) {
  return json::Writer().open().time("at", verified.at).text("fault", verified.fault).close().take();
}

std::optional<Verified> read_verified(std::string_view json) {
  return read_or_nothing([&] {
    json::Fields f(json);
    Verified verified;
    verified.at = time(f, "at");
    verified.fault = f.optional_text("fault", {1, 40});
    f.finish();
    return verified;
  });
}

std::filesystem::path photo_path(std::string_view id, std::string_view size) {
  return std::filesystem::path("photos") / id.substr(0, 2) / id / (std::string(size) + ".webp");
}

std::string photo_lines(const StoredPhoto& photo) {
  const auto line = [&](const std::string& sum, std::string_view size) {
    return sum + "  " + photo_path(photo.id, size).string() + "\n";
  };
  return line(photo.thumb, "thumb") + line(photo.card, "card") + line(photo.full, "full");
}

bool read_photo_list(const disk::File& file, const std::function<void(const StoredPhoto&)>& use,
                     std::string& sum) {
  disk::Sum whole;
  std::string rest;  // of a photo whose lines are not all there yet
  bool fits = true;
  const std::string empty(sum_digits, '0');
  const std::size_t length = photo_lines({std::string(26, '0'), empty, empty, empty}).size();
  const auto take = [&](std::string_view lines) {
    const std::size_t id_at = sum_digits + 2 + std::string_view("photos/ab/").size();
    StoredPhoto photo;
    photo.id = lines.substr(id_at, 26);
    std::string* const sums[] = {&photo.thumb, &photo.card, &photo.full};
    for (std::size_t at = 0, i = 0; i < 3; ++i) {
      *sums[i] = lines.substr(at, sum_digits);
      at = lines.find('\n', at) + 1;
      if (at == 0 || at > lines.size() - (i < 2 ? sum_digits : 0)) return false;
    }
    if (!core::is_public_id(photo.id) || !is_sum(photo.thumb) || !is_sum(photo.card) || !is_sum(photo.full) ||
        photo_lines(photo) != lines)
      return false;
    use(photo);
    return true;
  };
  const bool read = disk::each_block(file, [&](std::string_view block) {
    whole.add(block);
    rest += block;
    std::size_t at = 0;
    for (; rest.size() - at >= length; at += length) {
      fits = take(std::string_view(rest).substr(at, length)) && fits;
    }
    rest.erase(0, at);
  });
  sum = whole.take();
  return read && fits && rest.empty();
}

}  // namespace snapshots
