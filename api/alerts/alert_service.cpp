#include "alerts/alert_service.h"

#include <algorithm>

#include "core/error.h"

namespace alerts {

namespace {

core::Error no_such_alert() {
  return core::not_found("There is no such saved search.");
}

}  // namespace

AlertService::Saved AlertService::save(core::UserId user, const Wanted& wanted) {
  return database_.write([&](db::Tx& tx) {
    if (const auto same = store_.find_same(tx, user, wanted)) return Saved{*same, false};
    if (store_.count(tx, user) >= max_alerts) {
      throw core::conflict("too-many-alerts", "You can save " + std::to_string(max_alerts) +
                                                  " searches. Please delete one that you no longer need.");
    }
    const auto id = store_.insert(tx, user, wanted, queue_.newest_ticket(tx), clock_.now());
    return Saved{own(tx, user, id), true};
  });
}

Alert AlertService::get(core::UserId user, core::AlertId id) {
  auto alert = database_.read([&](db::Tx& tx) { return store_.find(tx, user, id); });
  if (!alert) throw no_such_alert();
  return std::move(*alert);
}

Alert AlertService::set_paused(core::UserId user, core::AlertId id, bool paused) {
  return database_.write([&](db::Tx& tx) {
    Alert alert = own(tx, user, id);
    if (alert.paused == paused) return alert;
    if (paused) {
      store_.pause(tx, id);
    } else {
      store_.resume(tx, id, queue_.newest_ticket(tx));
    }
    return own(tx, user, id);
  });
}

void AlertService::remove(core::UserId user, core::AlertId id) {
  database_.write([&](db::Tx& tx) { store_.remove(tx, own(tx, user, id).id); });
}

posts::PostPage AlertService::matches(core::UserId user, core::AlertId id, const core::Page& page) {
  get(user, id);
  auto found = database_.read([&](db::Tx& tx) { return store_.matches(tx, id, page, user); });
  posts::PostPage out;
  if (found.size() > static_cast<std::size_t>(page.limit)) {
    found.pop_back();
    out.next_cursor =
        core::encode_cursor({std::string(by_seq), found.back().first, found.back().second.id.value});
  }
  for (auto& [seq, post] : found) out.items.push_back(std::move(post));
  return out;
}

AlertPage AlertService::list(core::UserId user, const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    AlertPage out{store_.page(tx, user, page), {}, store_.new_posts(tx, user), events_.newest(tx, user)};
    if (out.items.size() > static_cast<std::size_t>(page.limit)) {
      out.items.pop_back();
      const auto last = out.items.back().id.value;
      out.next_cursor = core::encode_cursor({std::string(by_id), last, last});
    }
    return out;
  });
}

int AlertService::mark_seen(core::UserId user, std::int64_t seq) {
  return database_.write([&](db::Tx& tx) {
    store_.mark_seen(tx, user, std::min(seq, events_.newest(tx, user)));
    return store_.new_posts(tx, user);
  });
}

Alert AlertService::own(db::Tx& tx, core::UserId user, core::AlertId id) const {
  auto alert = store_.find(tx, user, id);
  if (!alert) throw no_such_alert();
  return std::move(*alert);
}

}  // namespace alerts
