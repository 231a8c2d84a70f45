#include "admin/change.h"

#include <algorithm>
#include <charconv>

#include "admin/appeal_store.h"
#include "json/writer.h"
#include "reports/report_store.h"
#include "users/suspension_store.h"
#include "users/user_store.h"

namespace admin {

namespace {

std::string gone() {
  json::Writer w;
  w.open().boolean("gone", true).close();
  return w.take();
}

// What hides a post for its seller's sake comes and goes with the suspension.
std::string post_state(db::Tx& tx, std::int64_t id) {
  auto rows = tx.query(
      "SELECT h.cause, h.reason, h.at FROM posts AS p LEFT JOIN post_holds AS h ON h.post_id = p.id AND "
      "h.cause "
      "<> 'suspension' WHERE p.id = $1 AND p.deleted_at IS NULL",
      id);
  if (!rows.next()) return gone();
  json::Writer w;
  w.open();
  if (rows.null(0)) {
    w.null("hold");
  } else {
    w.open("hold")
        .text("cause", rows.view(0))
        .text("reason", rows.view(1))
        .integer("at", rows.integer(2))
        .close();
  }
  w.close();
  return w.take();
}

// Of a case or an appeal. `other` is an open one about the same thing, of which there can only be one.
std::string decision_state(db::Rows rows) {
  if (!rows.next()) return gone();
  json::Writer w;
  w.open()
      .text("state", rows.view(0))
      .text("note", rows.view(1))
      .integer("at", rows.optional_integer(2))
      .integer("other", rows.optional_integer(3))
      .close();
  return w.take();
}

std::string suspension_state(db::Tx& tx, core::UserId user, core::Millis now) {
  const auto row = users::SuspensionStore().in_force(tx, user, now);
  json::Writer w;
  w.open();
  if (row) {
    w.integer("id", row->id).integer("until", row->terms.until).text("reason", row->terms.reason);
  } else {
    w.null("id");
  }
  w.close();
  return w.take();
}

std::string given_json(bool given, const std::string& reason) {
  json::Writer w;
  w.open().boolean("given", given).text("reason", reason).close();
  return w.take();
}

std::int64_t number(const json::Value& value) {
  std::int64_t out = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), out);
  return out;
}

}  // namespace

std::string state(db::Tx& tx, const Thing& thing, core::Millis now) {
  if (thing.kind == "post") return post_state(tx, thing.id);
  if (thing.kind == "case") {
    return decision_state(tx.query(
        "SELECT c.state, coalesce(c.note, ''), c.resolved_at, (SELECT o.id FROM report_cases AS o WHERE "
        "o.kind = c.kind AND o.subject_id = c.subject_id AND o.state = 'open' AND o.id <> c.id) FROM "
        "report_cases AS c WHERE c.id = $1",
        thing.id));
  }
  if (thing.kind == "appeal") {
    return decision_state(tx.query(
        "SELECT a.state, a.note, a.resolved_at, (SELECT o.id FROM appeals AS o WHERE (o.suspension_id = "
        "a.suspension_id OR o.post_id = a.post_id) AND o.state = 'open' AND o.id <> a.id) FROM appeals AS "
        "a WHERE a.id = $1",
        thing.id));
  }
  if (thing.kind == "suspension") return suspension_state(tx, core::UserId{thing.id}, now);
  json::Writer w;
  w.open().text("role", users::UserStore().role(tx, core::UserId{thing.id})).close();
  return w.take();
}

Undo read_undo(std::string_view json) {
  const json::Value document = json::parse(json);
  Undo out;
  if (const auto* main = document.find("part_of")) out.part_of = number(*main);
  if (const auto* changes = document.find("changes")) {
    for (const json::Value& one : changes->items) {
      out.changes.push_back({{one.at("kind").text, number(one.at("id"))}, one.at("before"), one.at("after")});
    }
  }
  return out;
}

std::string part_of(std::int64_t entry) {
  json::Writer w;
  w.open().integer("part_of", entry).close();
  return w.take();
}

Watch& Watch::add(Thing thing) {
  const bool known =
      std::any_of(seen_.begin(), seen_.end(), [&](const Seen& seen) { return seen.thing == thing; });
  if (!known) seen_.push_back({thing, state(tx_, thing, now_), {}});
  return *this;
}

Watch& Watch::open_case(core::PostId post) {
  const auto open = reports::ReportStore().open_case(tx_, "post", post.value);
  return open ? decided_case(*open) : *this;
}

Watch& Watch::open_appeal(core::PostId post) {
  const auto open = AppealStore().open_about(tx_, post);
  return open ? appeal(*open) : *this;
}

Watch& Watch::warning(std::int64_t notice, const std::string& reason, bool given) {
  seen_.push_back({{"warning", notice}, given_json(!given, reason), given_json(given, reason)});
  return *this;
}

std::string Watch::undo() const {
  json::Writer w;
  w.open().open_array("changes");
  for (const Seen& seen : seen_) {
    w.open()
        .text("kind", seen.thing.kind)
        .integer("id", seen.thing.id)
        .raw("before", seen.before)
        .raw("after", seen.after.empty() ? state(tx_, seen.thing, now_) : seen.after)
        .close();
  }
  w.close_array().close();
  return w.take();
}

}  // namespace admin
