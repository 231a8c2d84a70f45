#include "app/market.h"

#include <atomic>

#include "admin/admin_http.h"
#include "admin/audit_http.h"
#include "alerts/alert_http.h"
#include "alerts/alert_matcher.h"
#include "app/about.h"
#include "app/dispatcher.h"
#include "app/heartbeat.h"
#include "app/idempotency.h"
#include "app/integrity_check.h"
#include "app/live_settings.h"
#include "app/log.h"
#include "app/mail_transport.h"
#include "app/market_clock.h"
#include "app/services.h"
#include "app/snapshot_figures.h"
#include "app/storage_check.h"
#include "app/sweeper.h"
#include "app/watch.h"
#include "blocks/block_http.h"
#include "books/book_http.h"
#include "chat/chat_http.h"
#include "core/error.h"
#include "deals/deal_http.h"
#include "deals/meeting_http.h"
#include "events/event_http.h"
#include "feed/feed_http.h"
#include "http/public_address.h"
#include "http/server.h"
#include "mail/mail_sender.h"
#include "notices/notice_http.h"
#include "own_data/own_data_http.h"
#include "photos/photo_http.h"
#include "posts/post_cache.h"
#include "posts/post_http.h"
#include "reports/report_http.h"
#include "search/search_http.h"
#include "share/share_http.h"
#include "snapshots/rollback_http.h"
#include "snapshots/rollback_json.h"
#include "snapshots/snapshot_http.h"
#include "users/access_token_http.h"
#include "users/password_reset_http.h"
#include "users/session_http.h"
#include "users/user_http.h"
#include "users/verification_http.h"

namespace app {

namespace {

http::ServerLimits server_limits(const Config& config) {
  http::ServerLimits limits;
  limits.io_threads = static_cast<std::size_t>(config.io_threads);
  limits.connections = static_cast<std::size_t>(config.connections);
  limits.head_ms = static_cast<int>(config.head_ms);
  limits.body_ms = static_cast<int>(config.body_ms);
  limits.idle_ms = static_cast<int>(config.idle_ms);
  limits.write_ms = static_cast<int>(config.write_ms);
  return limits;
}

void report_leap(core::Millis by, bool followed) {
  log::warning("the clock has leapt",
               {{"seconds", by / core::second}, {"followed", followed ? "yes" : "if it lasts for an hour"}});
}

}  // namespace

// What the network needs around the services, in the order in which it is built.
struct Market::Parts {
  explicit Parts(const Config& config_in) : config(config_in) {}

  std::vector<http::Route> all_routes() {
    using http::Scope;
    std::vector<http::Route> all;
    const auto add = [&all](const std::vector<http::Route>& feature) {
      all.insert(all.end(), feature.begin(), feature.end());
    };
    // What takes part in the market is open to access tokens by their scopes. What is not named here is open
    // to no token.
    const auto market = [&add](std::vector<http::Route> feature) {
      add(http::scoped(Scope::read, Scope::write, std::move(feature)));
    };
    const auto talk = [&add](std::vector<http::Route> feature) {
      add(http::scoped(Scope::chat, Scope::chat, std::move(feature)));
    };
    add(watch.routes());
    add(http::scoped(
        Scope::read, Scope::account,
        users::user_routes(services.users, services.blocked, user_cache, sign_ups, mail_requests, clock)));
    add(users::verification_routes(services.verification, mail_requests, clock));
    add(http::scoped(Scope::any, Scope::any,
                     users::password_reset_routes(services.resets, mail_requests, clock)));
    add(own_data::own_data_routes(services.exports, address, clock));
    add(http::scoped(Scope::any, Scope::any, about_routes(live.about)));
    add(users::session_routes(services.sessions, live.networks, live.allowed_origins, config.session_ms));
    add(users::access_token_routes(services.access_tokens, live.networks));
    market(photos::photo_routes(services.photos, services.held_photos, services.database, clock,
                                static_cast<std::size_t>(config.photo_bytes)));
    market(deals::deal_routes(services.deals));
    market(deals::meeting_routes(services.deals, live.meeting_spots, address, services.name));
    add(http::scoped(Scope::read, Scope::account, blocks::block_routes(services.blocks)));
    market(posts::post_routes(services.posts, services.blocked, post_cache, detail_cache));
    market(search::search_routes(services.search));
    market(books::book_routes(services.books, post_cache));
    market(alerts::alert_routes(services.alerts));
    market(feed::feed_routes(services.posts, feed_cache, address, clock, services.name));
    market(share::share_routes(services.posts, address));
    market(reports::report_routes(services.reports));
    add(http::scoped(Scope::read, Scope::account, notices::notice_routes(services.notices)));
    add(admin::audit_routes(services.audit));
    add(admin::admin_routes({services.admin, services.cases, services.moderation, services.appeals}, clock));
    add(snapshots::snapshot_routes(services.snapshots, [this] {
      const auto last = services.rollbacks.last();
      return last ? snapshots::rollback_json(*last) : std::string("null");
    }));
    add(snapshots::rollback_routes(services.rollbacks));
    talk(chat::chat_routes(services.chat));
    talk(events::event_routes(
        services.streams, services.hub, services.sessions,
        [this](core::UserId user, std::function<void()> task, const std::function<void()>& displaced) {
          dispatcher.post_db(user, std::move(task), displaced);
        }));
    return all;
  }

  // Runs a task in the lane of reads; false when that is full.
  events::Hub::Post in_db_lane() {
    return [this](std::function<void()> task) { return dispatcher.post_db(std::move(task)); };
  }

  // Who waits for events is woken by commits, and sent away when the session ends.
  void start_hub() {
    services.hub.start(in_db_lane(), [this](const std::vector<events::Reader>& readers) {
      return services.streams.read(readers);
    });
    services.events.on_commit([this](const std::vector<core::UserId>& told) { services.hub.wake(told); });
    services.sessions.on_end([this](core::SessionId session) { services.hub.end_session(session); });
  }

  // What goes wrong with the file, or the disk below it, is seen first by those who read and write.
  void watch_file() {
    services.database.on_fault([this](db::Database::Fault fault, const std::string& what) {
      if (fault == db::Database::Fault::damaged) {
        integrity.met(what);
      } else {
        storage.failed(what);
      }
    });
    services.database.on_replace([this] { integrity.look_again(); });
    integrity.offer([this] {
      for (const snapshots::Kept& kept : services.snapshots.overview().items) {
        if (kept.snapshot.complete()) return kept.snapshot.id();
      }
      return std::string();
    });
  }

  std::vector<Sweeper::Task> all_tasks() {
    return {
        {"the disk", [this] { storage.try_again(); }},
        {"expired sessions", [this] { services.sessions.end_expired(); }},
        {"wrong passwords", [this] { services.sign_in_limit.sweep(clock.now()); }},
        {"expired codes", [this] { services.verification.remove_expired(); }},
        {"password resets",
         [this] {
           services.resets.grant_wishes();
           services.resets.remove_expired();
         }},
        {"old mails", [this] { services.mail.forget_old(); }},
        {"unused photos", [this] { services.photos.remove_unused(); }},
        {"files without a photo", [this] { services.photos.remove_orphans(); }},
        {"views", [this] { services.posts.flush_views(); }},
        {"old idempotency keys", [this] { forget_old_answers(services.database, clock.now()); }},
        {"suspensions", [this] { services.moderation.settle(); }},
        {"overdue deals", [this] { services.deals.settle_due(); }},
        {"meetings to remind of", [this] { services.deals.remind_due(); }},
        {"reviews to publish", [this] { services.deals.reviews().publish_due(); }},
        {"people who are leaving", [this] { services.users.finish_leaving(); }},
        {"names of those who left", [this] { services.users.free_names(); }},
        {"old messages", [this] { services.message_expiry.run(); }},
        {"old evidence", [this] { services.evidence_expiry.run(); }},
        {"old events",
         [this] { events::forget_old(services.database, services.events, clock.now() - live.events_kept); }},
    };
  }

  std::vector<Heartbeat::Part> all_parts() {
    return {
        {"http",
         [this](std::function<void(bool)> answer) {
           server.ask([answer = std::move(answer)] { answer(true); });
           return true;
         }},
        {"reads",
         [this](std::function<void(bool)> answer) {
           return dispatcher.post_db([this, answer = std::move(answer)] {
             (void)services.hub.parked();  // whose lock every poll needs
             answer(true);
           });
         }},
        {"writer",
         [this](const std::function<void(bool)>& answer) {
           if (services.database.post_write(
                   [](db::Tx&) {}, [answer](const std::exception_ptr& failure) { answer(!failure); }))
             return true;
           // A rollback replaces the database, and takes its time.
           const bool replacing = services.database.refusal().code == "maintenance";
           if (replacing) answer(true);
           return replacing;
         }},
    };
  }

  const Config config;     // as it started
  Config running{config};  // with what has been taken up since
  LiveSettings live{config};
  const http::PublicAddress address{config.public_url};
  const MarketClock clock{report_leap};
  Services services{config, clock};

  IntegrityCheck integrity{services.data.path + "/market.db", config.integrity_check_ms};
  StorageCheck storage{services.database};

  http::RateLimit sign_ups{config.sign_up_burst, config.sign_up_per_minute};
  http::RateLimit mail_requests{config.mail_request_burst, config.mail_request_per_minute};
  static constexpr std::size_t mebibyte = 1 << 20;
  posts::PostCache post_cache{services.database, 32 * mebibyte};
  posts::PostCache detail_cache{services.database, 32 * mebibyte};
  posts::PostCache feed_cache{services.database, 16 * mebibyte};
  users::UserCache user_cache{services.database};
  Watch watch{config,
              clock,
              services,
              {{"posts", &post_cache},
               {"details", &detail_cache},
               {"feed", &feed_cache},
               {"users", &user_cache.counts()}},
              integrity,
              storage};
  alerts::AlertMatcher alert_matcher{services.database, clock, services.events,
                                     [](const std::exception& error) {
                                       const auto* refused = dynamic_cast<const core::Error*>(&error);
                                       if (refused && refused->code == "maintenance") return;
                                       log::error("alerts were not told", {{"error", error.what()}});
                                     }};
  mail::MailSender mail_sender{services.database,
                               clock,
                               services.name,
                               {.first = config.mail_retry_ms, .most = config.mail_retry_most_ms},
                               mail_transport(config),
                               {.attempt =
                                    [this](const mail::Mail& mail, const mail::Attempt& attempt, bool over) {
                                      watch.mails().count(attempt.outcome);
                                      report_mail(mail, attempt, over);
                                    },
                                .failure = report_mail_failure}};
  const std::vector<http::Route> routes = all_routes();
  Dispatcher dispatcher{config, live, clock, services.data.database, services.sessions, routes};
  http::Server server{server_limits(config), [this](http::Request&& request, http::Reply reply) {
                        dispatcher.handle(std::move(request), std::move(reply));
                      }};
  Heartbeat heartbeat{all_parts()};
  std::unique_ptr<Sweeper> sweeper;
  std::atomic<bool> durable = false;
};

Market::Market(const Config& config) : parts_(std::make_unique<Parts>(config)) {
  parts_->watch_file();
  parts_->start_hub();
  tell_of_snapshots(parts_->watch, parts_->config, parts_->clock, parts_->services.snapshots);
}

Market::~Market() {
  stop();
}

std::uint16_t Market::listen() {
  parts_->watch.start(parts_->dispatcher, parts_->server);
  const auto port =
      parts_->server.listen(parts_->config.address, static_cast<std::uint16_t>(parts_->config.port));
  parts_->sweeper = std::make_unique<Sweeper>(parts_->config.sweep_ms, parts_->all_tasks());
  parts_->alert_matcher.start();
  parts_->services.port = port;
  parts_->mail_sender.start();
  parts_->services.snapshots.start();
  parts_->integrity.start();
  log::info("listening", {{"address", parts_->config.address}, {"port", std::int64_t{port}}});
  return port;
}

Changes Market::reload(const Config& read) {
  // These count at the next start, which had better be possible.
  (void)http::PublicAddress(read.public_url);
  (void)mail_transport(read);
  Changes changes;
  const Config next = taken_up(parts_->running, read, changes);
  parts_->live.replace(next);
  parts_->running = next;
  Services& services = parts_->services;
  services.users.keep_names_for(next.name_kept_ms);
  services.mail.keep_for(next.mails_kept_ms);
  services.photos.keep_unused_for(next.photo_unused_ms);
  services.message_expiry.keep_for(next.messages_kept_ms);
  services.evidence_expiry.keep_for(next.messages_kept_ms);
  if (parts_->sweeper) parts_->sweeper->set_interval(next.sweep_ms);
  return changes;
}

// Whoever works by themselves is told first and waited for later: they end while requests are answered. The
// lanes come last. What they have taken is answered by then, or its clients are gone.
void Market::stop() {
  Parts& parts = *parts_;
  const auto shutdown = static_cast<int>(parts.running.shutdown_ms);
  parts.server.drain();
  if (parts.sweeper) parts.sweeper->ask_to_stop();
  parts.alert_matcher.ask_to_stop();
  parts.mail_sender.ask_to_stop();
  parts.integrity.ask_to_stop();
  parts.services.snapshots.ask_to_stop();
  parts.services.hub.stop();
  // The last part of the time is for telling those whom it did not suffice for.
  const int patience = shutdown / 4 * 3;
  if (!parts.server.wait_until_answered(patience)) parts.dispatcher.refuse_rest();
  parts.server.stop(shutdown - patience);
  parts.alert_matcher.stop();
  parts.mail_sender.stop();
  parts.integrity.stop();
  parts.services.snapshots.stop();
  parts.watch.stop();
  parts.services.database.stop();
  parts.durable = true;
  if (parts.sweeper) parts.sweeper->stop();
  parts.dispatcher.stop();
}

std::string Market::silent_parts(std::chrono::milliseconds limit, const std::function<bool()>& over) {
  return parts_->heartbeat.silent(limit, over);
}

std::string Market::status() const {
  return "Port " + std::to_string(parts_->services.port) + ": " +
         std::to_string(parts_->server.connections()) + " connections, " +
         std::to_string(parts_->services.hub.parked()) + " waiting polls, " +
         std::to_string(parts_->services.database.queued()) + " waiting writes";
}

bool Market::durable() const {
  return parts_->durable;
}

core::Millis Market::shutdown_ms() const {
  return parts_->running.shutdown_ms;
}

const std::vector<http::Route>& Market::routes() const {
  return parts_->routes;
}

}  // namespace app
