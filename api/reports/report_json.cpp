#include "reports/report_json.h"

#include <limits>

#include "core/text.h"
#include "json/reader.h"
#include "users/user_json.h"

namespace reports {

NewReport read_new_report(std::string_view body) {
  json::Fields f(body);
  NewReport report;
  report.kind = f.choice("kind", kinds);
  if (report.kind == "user") {
    report.username = core::lower_ascii(f.text("id", {.min = 1, .max = users::max_username}));
  } else {
    report.id = f.integer("id", 1, std::numeric_limits<std::int64_t>::max());
  }
  report.reason = f.choice("reason", reasons);
  report.note = f.optional_text("note", {.max = max_note, .lines = true}).value_or("");
  f.finish();
  return report;
}

std::string own_report_json(const Report& report, const NewReport& about) {
  json::Writer w;
  w.open().integer("id", report.id).text("kind", about.kind);
  if (about.kind == "user") {
    w.text("subject", about.username);
  } else {
    w.integer("subject", about.id);
  }
  w.text("reason", report.reason).text("note", report.note).time("created_at", report.created_at).close();
  return w.take();
}

void write_case(json::Writer& w, const Case& one) {
  w.integer("id", one.id.value).text("kind", one.kind);
  if (one.kind == "user") {
    w.text("subject", one.owner.username);
  } else {
    w.integer("subject", one.subject);
  }
  users::write_user_card(w, "owner", one.owner);
  w.text("title", one.title)
      .boolean("held", one.held)
      .text("state", one.state)
      .integer("reporters", one.reporters)
      .open("reasons");
  for (const auto& [reason, count] : one.reasons) w.integer(reason, count);
  w.close()
      .time("opened_at", one.opened_at)
      .text("note", one.note)
      .time("resolved_at", one.resolved_at)
      .text("resolved_by", one.resolved_by);
}

std::string case_json(const Case& one) {
  json::Writer w;
  w.open();
  write_case(w, one);
  w.close();
  return w.take();
}

std::string report_json(const Report& report) {
  json::Writer w;
  w.open().integer("id", report.id);
  users::write_user_card(w, "reporter", report.reporter);
  w.text("reason", report.reason)
      .text("note", report.note)
      .raw("evidence", report.evidence)
      .time("created_at", report.created_at)
      .close();
  return w.take();
}

}  // namespace reports
