#include "alerts/alert_matcher.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "alerts/offer.h"

namespace alerts {

namespace {

constexpr int posts_a_round = 32;
// Posts of so long a time leave the queue together: each by itself would cost a commit of its own, for which
// the next post waits. Nobody notices it of a message.
constexpr std::chrono::milliseconds gathered{20};
constexpr int filed_at_once = 500;
// Users told in one transaction: some milliseconds of the writer's time.
constexpr std::size_t told_at_once = 200;
constexpr std::chrono::milliseconds pause_after_failure{500};

std::string ids_json(const std::vector<core::AlertId>& ids) {
  std::string out = "[";
  for (const auto id : ids) out += (out.size() > 1 ? "," : "") + std::to_string(id.value);
  return out + "]";
}

}  // namespace

AlertMatcher::AlertMatcher(db::Database& database, const core::Clock& clock, const events::EventStore& events,
                           std::function<void(const std::exception&)> on_failure)
    : database_(database), clock_(clock), events_(events), on_failure_(std::move(on_failure)) {
  database_.on_change({"alert_queue"}, [this] {
    {
      const std::lock_guard lock(mutex_);
      pending_ = true;
    }
    changed_.notify_all();
  });
  database_.on_replace([this] { refiled_ = false; });
}

AlertMatcher::~AlertMatcher() {
  stop();
}

void AlertMatcher::start() {
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), "alerts");
}

void AlertMatcher::ask_to_stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void AlertMatcher::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
}

void AlertMatcher::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || pending_; });
    changed_.wait_for(lock, gathered, [this] { return stopping_; });
    if (stopping_) return;
    pending_ = false;
    lock.unlock();
    bool failed = false;
    try {
      refile();
      while (!stopping() && work()) {
      }
    } catch (const std::exception& error) {
      failed = true;
      on_failure_(error);
    }
    lock.lock();
    if (!failed) continue;
    pending_ = true;
    changed_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
  }
}

bool AlertMatcher::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void AlertMatcher::refile() {
  // Set before and not after, so that a database that is replaced meanwhile is not taken for done.
  if (refiled_.exchange(true)) return;
  try {
    while (!stopping() && database_.write([&](db::Tx& tx) { return store_.refile(tx, filed_at_once); })) {
    }
  } catch (...) {
    refiled_ = false;
    throw;
  }
}

bool AlertMatcher::work() {
  const Round round = database_.read([&](db::Tx& tx) { return judge(tx); });
  if (round.entries.empty()) return false;
  std::set<core::PostId> changed;
  auto from = round.tellings.begin();
  do {
    const auto left = static_cast<std::size_t>(round.tellings.end() - from);
    const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, told_at_once));
    database_.write([&](db::Tx& tx) {
      changed.merge(tell(tx, {from, to}));
      if (to != round.tellings.end()) return;
      for (const auto& entry : round.entries) {
        if (!changed.contains(entry.post)) queue_.remove(tx, entry.ticket);
      }
    });
    from = to;
  } while (from != round.tellings.end());
  return true;
}

AlertMatcher::Round AlertMatcher::judge(db::Tx& tx) const {
  Round round{queue_.oldest(tx, posts_a_round), {}};
  std::map<std::pair<core::PostId, core::UserId>, Telling> tellings;
  std::vector<Candidate> candidates;
  for (const auto& entry : round.entries) {
    const auto post = posts_.find(tx, entry.post, core::UserId{});
    if (!post || post->draft.status != "selling") continue;
    Offer now(post->draft);
    std::optional<Offer> before;
    if (entry.before) before.emplace(*entry.before);
    candidates.clear();
    store_.candidates(tx, now.tokens(), post->seller.id, entry.ticket, candidates);
    for (const auto& candidate : candidates) {
      if (!now.meets(candidate.conditions) || (before && before->meets(candidate.conditions))) continue;
      const std::pair key(post->id, candidate.user);
      auto& telling = tellings.try_emplace(key).first->second;
      telling = {post->id,        post->version,  entry.ticket,
                 post->seller.id, candidate.user, std::move(telling.alerts)};
      telling.alerts.push_back(candidate.id);
    }
  }
  for (auto& [key, telling] : tellings) {
    // A post may be queued twice.
    auto& alerts = telling.alerts;
    std::sort(alerts.begin(), alerts.end());
    alerts.erase(std::unique(alerts.begin(), alerts.end()), alerts.end());
    round.tellings.push_back(std::move(telling));
  }
  return round;
}

std::set<core::PostId> AlertMatcher::tell(db::Tx& tx, const std::vector<Telling>& tellings) const {
  std::map<core::PostId, std::optional<std::int64_t>> versions;  // nothing: no longer on sale
  std::set<core::PostId> changed;
  for (const auto& telling : tellings) {
    const auto [version, is_new] = versions.try_emplace(telling.post);
    if (is_new) version->second = posts_.version_on_sale(tx, telling.post);
    if (!version->second) continue;
    if (*version->second != telling.version) {
      changed.insert(telling.post);
      continue;
    }
    // Here and not among those who are judged: a block may have come meanwhile.
    if (blocks_.between(tx, telling.user, telling.seller).any()) continue;
    std::vector<core::AlertId> alerts = telling.alerts;
    std::erase_if(alerts,
                  [&](core::AlertId id) { return !store_.to_be_told(tx, id, telling.post, telling.ticket); });
    if (alerts.empty()) continue;
    events::NewEvent event;
    event.type = "alert";
    event.post = telling.post;
    event.data = ids_json(alerts);
    events_.append(tx, {telling.user}, event, clock_.now());
    const std::int64_t seq = events_.newest(tx, telling.user);
    for (const auto id : alerts) store_.add_match(tx, id, telling.post, seq);
  }
  return changed;
}

}  // namespace alerts
