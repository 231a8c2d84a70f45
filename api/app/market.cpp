#include "app/market.h"

#include <filesystem>

#include "app/dispatcher.h"
#include "app/health.h"
#include "app/idempotency.h"
#include "app/log.h"
#include "app/sweeper.h"
#include "chat/chat_http.h"
#include "chat/chat_service.h"
#include "chat/room_store.h"
#include "core/token.h"
#include "db/migrate.h"
#include "db/sqlite.h"
#include "deals/deal_http.h"
#include "deals/deal_json.h"
#include "deals/deal_service.h"
#include "events/event_http.h"
#include "events/event_service.h"
#include "events/event_store.h"
#include "events/hub.h"
#include "http/server.h"
#include "photos/photo_http.h"
#include "photos/photo_service.h"
#include "posts/post_cache.h"
#include "posts/post_http.h"
#include "posts/post_service.h"
#include "users/session_http.h"
#include "users/session_service.h"
#include "users/user_http.h"
#include "users/user_service.h"

namespace app {

namespace {

std::string prepared_data_dir(const Config& config) {
  std::error_code failed;
  std::filesystem::create_directories(config.data_dir, failed);
  if (failed)
    throw std::runtime_error("the data directory " + config.data_dir + " can't be made: " + failed.message());
  return config.data_dir;
}

http::StaticFiles static_files(const Config& config) {
  http::StaticFiles files;
  files.add("/", config.frontend_dir);
  // The page is ours (frontend/docs); of the package only what it loads, and not the package's own page.
  for (const char* name : {"swagger-ui.css", "swagger-ui-bundle.js"}) {
    files.add_file(std::string("/docs/") + name, config.docs_dir + "/" + name);
  }
  files.add_file("/openapi.yaml", config.openapi_file);
  return files;
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

// Brings the schema up to date. Answers the name of this database's incarnation in event cursors: made once,
// and anew when an old state is brought back.
std::string prepared_epoch(db::Database& database, const Config& config) {
  db::migrate(database, db::load_migrations(config.migrations_dir));
  database.write([](db::Tx& tx) {
    tx.run("INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO NOTHING",
           core::new_public_id().substr(0, 8));
  });
  return events::read_epoch(database);
}

}  // namespace

// In the order in which they are built; what comes later uses what comes before.
struct Market::Parts {
  explicit Parts(const Config& config_in)
      : config(config_in),
        data_dir(prepared_data_dir(config)),
        database(data_dir + "/market.db", {.queue = static_cast<std::size_t>(config.write_queue)}) {}

  std::vector<http::Route> all_routes() {
    std::vector<http::Route> all;
    const auto add = [&all](const std::vector<http::Route>& feature) {
      all.insert(all.end(), feature.begin(), feature.end());
    };
    add(health_routes(database, data_dir, static_cast<std::size_t>(config.write_queue)));
    add(users::user_routes(users, sign_ups, clock));
    add(users::session_routes(sessions, split_list(config.allowed_origins), session_lifetime));
    add(photos::photo_routes(photos, database, clock, static_cast<std::size_t>(config.photo_bytes)));
    add(deals::deal_routes(deals));
    add(posts::post_routes(posts, post_cache));
    add(chat::chat_routes(chat));
    add(events::event_routes(streams, hub, sessions, in_db_lane()));
    return all;
  }

  // Runs a task in the lane of reads; false when that is full.
  events::Hub::Post in_db_lane() {
    return [this](std::function<void()> task) { return dispatcher.post_db(std::move(task)); };
  }

  // Who waits for events is woken by commits, and sent away when the session ends.
  void start_hub() {
    hub.start(in_db_lane(),
              [this](core::UserId user, std::int64_t after) { return streams.read(user, after); });
    events.on_commit([this](const std::vector<core::UserId>& told) { hub.wake(told); });
    sessions.on_end([this](core::SessionId session) { hub.end_session(session); });
  }

  std::vector<Sweeper::Task> all_tasks() {
    return {
        {"expired sessions", [this] { sessions.end_expired(); }},
        {"unused photos", [this] { photos.remove_unused(); }},
        {"files without a photo", [this] { photos.remove_orphans(); }},
        {"views", [this] { posts.flush_views(); }},
        {"old idempotency keys", [this] { forget_old_answers(database, clock.now()); }},
        {"overdue deals", [this] { deals.settle_due(); }},
        {"old events", [this] { events::forget_old(database, events, clock.now() - config.events_kept_ms); }},
    };
  }

  const Config config;
  const std::string data_dir;
  const core::SystemClock clock;
  db::SqliteDatabase database;
  const std::string epoch = prepared_epoch(database, config);  // before anything below reads a table
  events::EventStore events;
  chat::RoomStore rooms{events};

  const core::Millis session_lifetime = config.session_days * core::day;
  const users::PasswordHasher hasher{static_cast<std::size_t>(config.argon2_mib),
                                     static_cast<unsigned long long>(config.argon2_passes)};
  http::RateLimit sign_in_failures{config.sign_in_burst, config.sign_in_per_minute};
  http::RateLimit sign_ups{config.sign_up_burst, config.sign_up_per_minute};
  users::SessionService sessions{database, clock, hasher, session_lifetime, sign_in_failures};
  users::UserService users{database, clock, hasher, sessions};
  const photos::PhotoFiles photo_files{data_dir + "/photos"};
  photos::PhotoService photos{database,
                              clock,
                              photo_files,
                              {.image = {.pixels = config.photo_pixels},
                               .unused_per_user = config.photos_unused_per_user,
                               .unused_kept = config.photo_unused_ms}};
  deals::DealService deals{database,
                           clock,
                           events,
                           rooms,
                           {.negotiating = config.negotiating_ms,
                            .reserved = config.reserved_ms,
                            .one_sided_confirm = config.one_sided_confirm_ms}};
  events::Hub hub{static_cast<std::size_t>(config.polls_per_user)};
  events::EventService streams{database, events, epoch};
  chat::ChatService chat{database, clock, rooms, streams, hub};

  posts::PostCache post_cache{database};
  posts::PostService posts{
      database,
      clock,
      events,
      {.close_open = [this](db::Tx& tx, core::PostId post,
                            std::string_view reason) { deals.close_for_post(tx, post, reason); },
       .my_deal_json =
           [](db::Tx& tx, core::PostId post, core::UserId buyer) {
             const auto deal = deals::DealStore().newest_of_buyer(tx, post, buyer);
             return deal ? deals::deal_json(*deal) : std::string("null");
           }},
      config.bump_interval_ms};

  const std::vector<http::Route> routes = all_routes();
  Dispatcher dispatcher{config, clock, database, sessions, static_files(config), routes};
  http::Server server{server_limits(config), [this](http::Request&& request, http::Reply reply) {
                        dispatcher.handle(std::move(request), std::move(reply));
                      }};
  std::unique_ptr<Sweeper> sweeper;
};

Market::Market(const Config& config) {
  core::init_crypto();
  parts_ = std::make_unique<Parts>(config);
  parts_->start_hub();
}

Market::~Market() {
  stop();
}

std::uint16_t Market::listen() {
  const auto port =
      parts_->server.listen(parts_->config.address, static_cast<std::uint16_t>(parts_->config.port));
  parts_->sweeper = std::make_unique<Sweeper>(parts_->config.sweep_ms, parts_->all_tasks());
  log::info("listening", {{"address", parts_->config.address}, {"port", std::int64_t{port}}});
  return port;
}

void Market::stop() {
  if (parts_->sweeper) parts_->sweeper->stop();
  parts_->hub.stop();
  parts_->server.stop(static_cast<int>(parts_->config.shutdown_ms));
  parts_->dispatcher.stop();
  parts_->database.stop();
}

const std::vector<http::Route>& Market::routes() const {
  return parts_->routes;
}

}  // namespace app
