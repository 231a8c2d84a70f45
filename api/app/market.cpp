#include "app/market.h"

#include <stdexcept>

#include "admin/admin_http.h"
#include "admin/audit_http.h"
#include "alerts/alert_http.h"
#include "alerts/alert_matcher.h"
#include "app/about.h"
#include "app/dispatcher.h"
#include "app/health.h"
#include "app/idempotency.h"
#include "app/integrity_check.h"
#include "app/log.h"
#include "app/services.h"
#include "app/storage_check.h"
#include "app/sweeper.h"
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
#include "mail/smtp.h"
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

http::StaticFiles static_files(const Config& config) {
  http::StaticFiles files;
  files.add("/", config.frontend_dir);
  // The page is ours (frontend/docs); of the package only what it loads, and not the package's own page.
  for (const char* name : {"swagger-ui.css", "swagger-ui-bundle.js"}) {
    files.add_file(std::string("/docs/") + name, config.docs_dir + "/" + name);
  }
  files.add_file("/vendor/zxing.js", config.scanner_file);
  files.add_file("/vendor/uplot.js", config.charts_dir + "/uPlot.esm.js");
  files.add_file("/vendor/uplot.css", config.charts_dir + "/uPlot.min.css");
  files.add_file("/openapi.yaml", config.openapi_file);
  return files;
}

http::NamedNetworks named_networks(const Config& config) {
  std::vector<http::NamedNetwork> networks;
  for (const std::string& entry : split_list(config.networks)) {
    if (auto network = http::NamedNetwork::parse(entry)) networks.push_back(std::move(*network));
  }
  return http::NamedNetworks(std::move(networks));
}

std::vector<deals::MeetingSpot> meeting_spots(const Config& config) {
  std::vector<deals::MeetingSpot> out;
  for (const std::string& entry : split_list(config.meeting_spots, ';')) {
    if (auto spot = deals::read_meeting_spot(entry)) out.push_back(std::move(*spot));
  }
  return out;
}

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

// The server of the settings, or the log where there is none.
mail::MailSender::Transport mail_transport(const Config& config) {
  if (!config.smtp_url.empty()) {
    if (config.public_url.empty())
      throw std::runtime_error("smtp_url needs public_url: what links in mails begin with");
    return mail::Smtp({.url = config.smtp_url,
                       .tls = config.smtp_tls,
                       .user = config.smtp_user,
                       .password = config.smtp_password,
                       .from = config.smtp_from,
                       .ca_file = config.smtp_ca_file,
                       .connect_ms = config.smtp_connect_ms,
                       .total_ms = config.smtp_total_ms});
  }
  return [](const mail::Mail& mail, std::string_view, core::Millis, const std::function<bool()>&) {
    log::info(
        "mail",
        {{"to", mail.content.recipient}, {"subject", mail.content.subject}, {"text", mail.content.body}});
    return mail::Attempt{mail::Outcome::sent, ""};
  };
}

// Nothing of its text: there are codes in it.
void report_mail(const mail::Mail& mail, const mail::Attempt& attempt, bool over) {
  const bool sent = attempt.outcome == mail::Outcome::sent;
  log::write(sent ? log::Level::info : log::Level::warning, sent ? "mail sent" : "mail not sent",
             {{"mail", mail.id},
              {"kind", mail.content.kind},
              {"outcome", mail::name(attempt.outcome)},
              {"reason", attempt.reason},
              {"attempt", mail.attempts + 1},
              {"over", over ? "yes" : "no"}});
}

void report_mail_failure(const std::exception& error) {
  log::error("a mail failed", {{"error", error.what()}});
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
    add(http::scoped(
        Scope::any, Scope::any,
        health_routes(services.database, services.data.path, static_cast<std::size_t>(config.write_queue),
                      {integrity, storage})));
    add(http::scoped(Scope::read, Scope::account, users::user_routes(services.users, sign_ups, clock)));
    add(users::verification_routes(services.verification, mail_requests, clock));
    add(http::scoped(Scope::any, Scope::any,
                     users::password_reset_routes(services.resets, mail_requests, clock)));
    add(own_data::own_data_routes(services.exports, address, clock));
    add(http::scoped(Scope::any, Scope::any, about_routes(config)));
    add(users::session_routes(services.sessions, networks, split_list(config.allowed_origins),
                              config.session_ms));
    add(users::access_token_routes(services.access_tokens, networks));
    market(photos::photo_routes(services.photos, services.database, clock,
                                static_cast<std::size_t>(config.photo_bytes)));
    market(deals::deal_routes(services.deals));
    market(deals::meeting_routes(services.deals, meeting_spots(config), address, services.name));
    add(http::scoped(Scope::read, Scope::account, blocks::block_routes(services.blocks)));
    market(posts::post_routes(services.posts, post_cache));
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
    talk(events::event_routes(services.streams, services.hub, services.sessions, in_db_lane()));
    return all;
  }

  // Runs a task in the lane of reads; false when that is full.
  events::Hub::Post in_db_lane() {
    return [this](std::function<void()> task) { return dispatcher.post_db(std::move(task)); };
  }

  // Who waits for events is woken by commits, and sent away when the session ends.
  void start_hub() {
    services.hub.start(in_db_lane(), [this](core::UserId user, const events::Place& after) {
      return services.streams.read(user, after);
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
  }

  std::vector<Sweeper::Task> all_tasks() {
    constexpr bool by_clock = true;
    return {
        {"the disk", [this] { storage.try_again(); }},
        {"expired sessions", [this] { services.sessions.end_expired(); }, by_clock},
        {"wrong passwords", [this] { services.sign_in_limit.sweep(clock.now()); }},
        {"expired codes", [this] { services.verification.remove_expired(); }, by_clock},
        {"wished password resets", [this] { services.resets.grant_wishes(); }},
        {"password resets", [this] { services.resets.remove_expired(); }, by_clock},
        {"old mails", [this] { services.mail.forget_old(); }, by_clock},
        {"unused photos", [this] { services.photos.remove_unused(); }, by_clock},
        {"files without a photo", [this] { services.photos.remove_orphans(); }, by_clock},
        {"views", [this] { services.posts.flush_views(); }},
        {"old idempotency keys", [this] { forget_old_answers(services.database, clock.now()); }, by_clock},
        // Whoever was suspended just now must not wait for the clock.
        {"suspensions", [this] { services.moderation.settle(); }},
        {"overdue deals", [this] { services.deals.settle_due(); }, by_clock},
        {"meetings to remind of", [this] { services.deals.remind_due(); }, by_clock},
        {"reviews to publish", [this] { services.deals.reviews().publish_due(); }, by_clock},
        {"names of those who left", [this] { services.users.free_names(); }, by_clock},
        {"old messages", [this] { services.message_expiry.run(); }, by_clock},
        {"old events",
         [this] {
           events::forget_old(services.database, services.events, clock.now() - config.events_kept_ms);
         },
         by_clock},
    };
  }

  const Config config;
  const http::PublicAddress address{config.public_url};
  const core::SystemClock clock;
  Services services{config, clock};

  IntegrityCheck integrity{services.data.path + "/market.db", config.integrity_check_ms};
  StorageCheck storage{services.database};

  const http::NamedNetworks networks = named_networks(config);
  http::RateLimit sign_ups{config.sign_up_burst, config.sign_up_per_minute};
  http::RateLimit mail_requests{config.mail_request_burst, config.mail_request_per_minute};
  posts::PostCache post_cache{services.database};
  posts::PostCache feed_cache{services.database};
  alerts::AlertMatcher alert_matcher{services.database, clock, services.events,
                                     [](const std::exception& error) {
                                       const auto* refused = dynamic_cast<const core::Error*>(&error);
                                       if (refused && refused->code == "maintenance") return;
                                       log::error("alerts were not told", {{"error", error.what()}});
                                     }};
  mail::MailSender mail_sender{
      services.database,      clock,
      services.name,          {.first = config.mail_retry_ms, .most = config.mail_retry_most_ms},
      mail_transport(config), {.attempt = report_mail, .failure = report_mail_failure}};
  const std::vector<http::Route> routes = all_routes();
  Dispatcher dispatcher{config, clock, services.database, services.sessions, static_files(config), routes};
  http::Server server{server_limits(config), [this](http::Request&& request, http::Reply reply) {
                        dispatcher.handle(std::move(request), std::move(reply));
                      }};
  std::unique_ptr<Sweeper> sweeper;
};

Market::Market(const Config& config) : parts_(std::make_unique<Parts>(config)) {
  parts_->watch_file();
  parts_->start_hub();
}

Market::~Market() {
  stop();
}

std::uint16_t Market::listen() {
  const auto port =
      parts_->server.listen(parts_->config.address, static_cast<std::uint16_t>(parts_->config.port));
  parts_->sweeper = std::make_unique<Sweeper>(parts_->config.sweep_ms, parts_->clock, parts_->all_tasks());
  parts_->alert_matcher.start();
  parts_->services.port = port;
  parts_->mail_sender.start();
  parts_->services.snapshots.start();
  parts_->integrity.start();
  log::info("listening", {{"address", parts_->config.address}, {"port", std::int64_t{port}}});
  return port;
}

void Market::stop() {
  parts_->integrity.stop();
  if (parts_->sweeper) parts_->sweeper->stop();
  parts_->services.snapshots.stop();
  parts_->services.hub.stop();
  parts_->server.stop(static_cast<int>(parts_->config.shutdown_ms));
  parts_->dispatcher.stop();
  parts_->alert_matcher.stop();
  parts_->mail_sender.stop();
  parts_->services.database.stop();
}

const std::vector<http::Route>& Market::routes() const {
  return parts_->routes;
}

}  // namespace app
