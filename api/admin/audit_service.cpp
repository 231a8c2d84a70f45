#include "admin/audit_service.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "json/writer.h"

namespace admin {

namespace {

// Of a state: its members are written by change.cpp.
const std::string& text(const json::Value& state, std::string_view name) {
  static const std::string none;
  const json::Value* member = state.find(name);
  return member ? member->text : none;
}
std::optional<std::int64_t> number(const json::Value& state, std::string_view name) {
  const json::Value* member = state.find(name);
  if (!member || member->type != json::Value::Type::number) return std::nullopt;
  std::int64_t out = 0;
  std::from_chars(member->text.data(), member->text.data() + member->text.size(), out);
  return out;
}

std::optional<posts::Hold> hold_of(const json::Value& state) {
  const json::Value* hold = state.find("hold");
  if (!hold || hold->type != json::Value::Type::object) return std::nullopt;
  return posts::Hold{text(*hold, "cause"), {}, text(*hold, "reason"), 0};
}

// Nothing when there was none, or when its time is up meanwhile.
std::optional<users::SuspensionRow> suspension_of(const json::Value& state, core::UserId user,
                                                  core::Millis now) {
  const auto id = number(state, "id");
  if (!id) return std::nullopt;
  users::SuspensionRow row{*id, user, {number(state, "until"), text(state, "reason")}, false};
  return row.terms.in_force(now) ? std::optional(std::move(row)) : std::nullopt;
}

std::string undo_details(const AuditEntry& entry, const std::string& reason) {
  json::Writer w;
  w.open().text("reason", reason).text("action", entry.action).close();
  return w.take();
}

core::Error refusal(std::string_view why) {
  if (why == "not-permitted")
    return core::forbidden("not-permitted", "Nobody takes back what was done to them.");
  if (why == "undone-already") return core::conflict("undone-already", "This was taken back already.");
  if (why == "last-admin") return core::conflict("last-admin", "There would be no admin left.");
  if (why == "part-of-another") {
    return core::conflict("part-of-another", "This is part of another act, and is taken back with that one.");
  }
  if (why == "not-undoable") {
    return core::conflict("not-undoable",
                          "This changed nothing, or is from before it was kept what an act had changed.");
  }
  return core::conflict("changed-since", "What this act left behind has changed since.");
}

}  // namespace

std::vector<AuditEntry> AuditService::list(const Actor& actor, const AuditFilter& filter,
                                           const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::admin);
    AuditFilter told = filter;
    told.viewer = actor.user;
    auto entries = audit_.list(tx, told, page);
    for (auto& entry : entries) entry.undoing = judge(tx, actor, entry);
    return entries;
  });
}

AuditEntry AuditService::undo(const Actor& actor, std::int64_t id, const std::string& reason) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::admin);
    const auto entry = audit_.find(tx, id);
    if (!entry) throw core::not_found("There is no such entry.");
    const Undoing undoing = judge(tx, actor, *entry);
    if (!undoing.possible) throw refusal(undoing.why_not);
    const Undo undo = read_undo(*entry->undo);
    Watch watch(tx, desk_.now());
    for (const Change& change : undo.changes) {
      if (change.thing.kind == "warning") continue;
      watch.add(change.thing);
      // Whoever has appealed meanwhile has nothing to appeal against any more; with the hold, that comes
      // back, too.
      if (change.thing.kind == "post" && !hold_of(change.before))
        watch.open_appeal(core::PostId{change.thing.id});
    }
    for (const Change& change : undo.changes) {
      if (change.before != change.after) put_back(tx, actor, *entry, change, reason, watch);
    }
    const std::int64_t made = desk_.record(tx, actor, "audit.undo", {"audit", id, entry->about_id},
                                           undo_details(*entry, reason), watch.undo());
    auto out = audit_.find(tx, made).value();
    out.undoing = judge(tx, actor, out);
    return out;
  });
}

Undoing AuditService::judge(db::Tx& tx, const Actor& actor, const AuditEntry& entry) const {
  if (entry.undone_by) return {false, "undone-already", {}};
  if (!entry.undo) return {false, "not-undoable", {}};
  const Undo undo = read_undo(*entry.undo);
  if (undo.part_of) return {false, "part-of-another", undo.part_of};
  if (entry.about_id == actor.user) return {false, "not-permitted", {}};
  if (!reversible(tx, entry, undo)) return {false, "changed-since", {}};
  for (const Change& change : undo.changes) {
    if (change.thing.kind == "role" && users_.is_last_admin(tx, core::UserId{change.thing.id})) {
      return {false, "last-admin", {}};
    }
  }
  return {true, {}, {}};
}

bool AuditService::reversible(db::Tx& tx, const AuditEntry& entry, const Undo& undo) const {
  // Of nobody any more: they have left, or a rollback has undone that they were there.
  if (entry.about_id.value == 0 || users_.has_left(tx, entry.about_id)) return false;
  return std::all_of(undo.changes.begin(), undo.changes.end(), [&](const Change& change) {
    const bool still =
        change.thing.kind == "warning" || json::parse(state(tx, change.thing, desk_.now())) == change.after;
    return still && can_be_as_before(change, undo);
  });
}

bool AuditService::can_be_as_before(const Change& change, const Undo& undo) const {
  const core::Millis now = desk_.now();
  if (change.before == change.after) return true;
  if (change.thing.kind == "suspension") {
    return number(change.after, "id") || suspension_of(change.before, {}, now);
  }
  if (change.thing.kind == "appeal" && text(change.before, "state") == "open") {
    // It would be an appeal against nothing, unless what it was about is there, or comes back with it.
    return std::any_of(undo.changes.begin(), undo.changes.end(), [&](const Change& other) {
      return (other.thing.kind == "suspension" && suspension_of(other.before, {}, now)) ||
             (other.thing.kind == "post" && hold_of(other.before));
    });
  }
  return true;
}

void AuditService::put_back(db::Tx& tx, const Actor& actor, const AuditEntry& entry, const Change& change,
                            const std::string& reason, Watch& watch) {
  const auto& [kind, id] = change.thing;
  if (kind == "post") {
    moderation_.put_back_hold(tx, core::PostId{id}, hold_of(change.before), reason);
  } else if (kind == "suspension") {
    const core::UserId user{id};
    moderation_.put_back_suspension(tx, user, suspension_of(change.before, user, desk_.now()), reason);
  } else if (kind == "role") {
    moderation_.give_role(tx, core::UserId{id}, text(change.before, "role"));
  } else if (kind == "warning") {
    put_back_warning(tx, entry.about_id, change, reason, watch);
  } else {
    put_back_decision(tx, actor, change, reason);
  }
}

void AuditService::put_back_decision(db::Tx& tx, const Actor& actor, const Change& change,
                                     const std::string& reason) const {
  const std::string& outcome = text(change.before, "state");
  const std::string& note = text(change.before, "note");
  if (change.thing.kind == "case") {
    const core::CaseId id{change.thing.id};
    if (outcome == "open") return reports_.reopen(tx, id);
    return reports_.resolve(tx, id, outcome, note, actor.user, desk_.now());
  }
  const auto appeal = appeal_store_.find(tx, core::AppealId{change.thing.id}).value();
  // What a hold's end closes, and its return opens, follows here, too.
  if (outcome == "open") return appeals_.reopen(tx, appeal, reason);
  if (appeal.state == "open") appeals_.decide(tx, appeal, outcome, note, actor.user);
}

// Nobody is told of the withdrawal of what they have not read.
void AuditService::put_back_warning(db::Tx& tx, core::UserId user, const Change& change,
                                    const std::string& reason, Watch& watch) const {
  const std::string& warning = text(change.before, "reason");
  if (change.before.at("given").boolean) {
    watch.warning(desk_.tell(tx, user, notice("warned", warning)), warning, true);
    return;
  }
  if (!notices_.withdraw(tx, change.thing.id)) desk_.tell(tx, user, notice("warning_withdrawn", reason));
  watch.warning(change.thing.id, warning, false);
}

}  // namespace admin
