#include "admin/case_service.h"

#include "admin/change.h"
#include "core/error.h"
#include "json/writer.h"

namespace admin {

namespace {
constexpr int neighbours = 5;  // messages on each side of the reported one
}  // namespace

std::vector<reports::Case> CaseService::list(const Actor& actor, const reports::CaseFilter& filter,
                                             const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::moderator);
    reports::CaseFilter others = filter;
    others.not_about = actor.user;
    return store_.list(tx, others, page);
  });
}

CaseDetail CaseService::look(const Actor& actor, core::CaseId id) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::moderator);
    const reports::Case about = find(tx, id);
    // Whoever is reported does not learn by whom.
    desk_.require_over(tx, actor, http::Access::moderator, about.owner.id);
    if (about.kind == "message") {
      desk_.record(tx, actor, "report.view", {"report", id.value, about.owner.id}, "{}");
    }
    return detail(tx, about);
  });
}

CaseDetail CaseService::resolve(const Actor& actor, core::CaseId id, std::string_view outcome,
                                const std::string& note) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::moderator);
    const reports::Case about = find(tx, id);
    desk_.require_over(tx, actor, http::Access::moderator, about.owner.id);
    if (store_.by_reporter(tx, id, actor.user)) {
      throw core::forbidden("not-permitted", "You have reported this yourself: somebody else decides.");
    }
    if (about.state != "open") throw core::conflict("already-resolved", "This has been decided already.");
    const core::PostId post{about.held ? about.subject : 0};
    Watch watch(tx, desk_.now());
    watch.decided_case(id);
    if (about.held) watch.post(post).open_appeal(post);
    store_.resolve(tx, id, outcome, note, actor.user, desk_.now());
    const auto part = about.held ? moderation_.decide_held(tx, post, outcome, note) : std::nullopt;
    json::Writer w;
    w.open().text("outcome", outcome).text("note", note).close();
    const std::int64_t entry = desk_.record(tx, actor, "report.resolve", {"report", id.value, about.owner.id},
                                            w.take(), watch.undo());
    if (part) {
      desk_.record(tx, actor, *part, {"post", post.value, about.owner.id}, reason_json(note), part_of(entry));
    }
    return detail(tx, find(tx, id));
  });
}

reports::Case CaseService::find(db::Tx& tx, core::CaseId id) const {
  auto about = store_.find(tx, id);
  if (!about) throw core::not_found("There is no such report.");
  return std::move(*about);
}

CaseDetail CaseService::detail(db::Tx& tx, const reports::Case& about) const {
  CaseDetail out{about, store_.of_case(tx, about.id), people_.get(tx, about.owner.id), {}, {}};
  if (about.kind == "post") out.post = post_store_.find(tx, core::PostId{about.subject}, {});
  if (about.kind == "message") out.conversation = conversation(tx, core::MessageId{about.subject});
  return out;
}

std::optional<Conversation> CaseService::conversation(db::Tx& tx, core::MessageId id) const {
  const auto message = messages_.find(tx, id);
  if (!message) return std::nullopt;
  Conversation out;
  out.room = rooms_.find(tx, message->room).value();
  out.buyer = users_.card(tx, out.room.buyer).value();
  out.seller = users_.card(tx, out.room.seller).value();
  out.messages = messages_.before(tx, out.room.id, message->seq, neighbours);
  out.messages.push_back(*message);
  for (auto& later : messages_.after(tx, out.room.id, message->seq, neighbours)) {
    out.messages.push_back(std::move(later));
  }
  return out;
}

}  // namespace admin
