#include "own_data/exporter.h"

#include <utility>

#include "core/text.h"

namespace own_data {

namespace {

void write_list(json::Writer& w, std::string_view name, std::string_view entries) {
  w.open_array(name);
  for (const auto& entry : core::split(entries, ',')) w.element(entry);
  w.close_array();
}

void write_photo(json::Writer& w, std::string_view name, std::string_view id, const Subject& subject) {
  const std::string address = subject.market + "/photos/" + std::string(id);
  w.open(name)
      .text("thumb", address + "/thumb")
      .text("card", address + "/card")
      .text("full", address + "/full")
      .close();
}

void write_member(json::Writer& w, const Member& member, const db::Rows& rows, int column,
                  const Subject& subject) {
  if (rows.null(column)) {
    w.null(member.name);
    return;
  }
  switch (member.as) {
    case As::text:
      w.text(member.name, rows.view(column));
      break;
    case As::integer:
      w.integer(member.name, rows.integer(column));
      break;
    case As::time:
      w.time(member.name, rows.integer(column));
      break;
    case As::boolean:
      w.boolean(member.name, rows.boolean(column));
      break;
    case As::json:
      w.raw(member.name, rows.view(column));
      break;
    case As::list:
      write_list(w, member.name, rows.view(column));
      break;
    case As::photo:
      write_photo(w, member.name, rows.view(column), subject);
      break;
  }
}

}  // namespace

void Exporter::section(std::string name, std::vector<std::string> columns, Write write) {
  sections_.push_back({std::move(name), std::move(columns), std::move(write)});
}

std::string Exporter::document(db::Tx& tx, const Subject& subject, core::Millis now) const {
  json::Writer w;
  w.open()
      .text("format", "giraffe-export")
      .integer("version", format_version)
      .time("exported_at", now)
      .text("market", subject.market);
  for (const Section& section : sections_) section.write(w, section.name, tx, subject);
  w.close();
  return w.take();
}

void write_members(json::Writer& w, const db::Rows& rows, const Members& members, const Subject& subject) {
  int column = 0;
  for (const Member& member : members) write_member(w, member, rows, column++, subject);
}

Exporter::Write list(std::string sql, Members members) {
  return [sql = std::move(sql), members = std::move(members)](json::Writer& w, std::string_view name,
                                                              db::Tx& tx, const Subject& subject) {
    w.open_array(name);
    auto rows = tx.query(sql, subject.user);
    while (rows.next()) {
      w.open();
      write_members(w, rows, members, subject);
      w.close();
    }
    w.close_array();
  };
}

Exporter::Write object(std::string sql, Members members) {
  return [sql = std::move(sql), members = std::move(members)](json::Writer& w, std::string_view name,
                                                              db::Tx& tx, const Subject& subject) {
    w.open(name);
    auto rows = tx.query(sql, subject.user);
    rows.next();
    write_members(w, rows, members, subject);
    w.close();
  };
}

}  // namespace own_data
