#include "app/services.h"

#include <stdexcept>

#include "admin/admin_export.h"
#include "alerts/alert_export.h"
#include "app/idempotency.h"
#include "app/last_start.h"
#include "app/old_state.h"
#include "app/schema_change.h"
#include "blocks/block_export.h"
#include "chat/chat_export.h"
#include "core/token.h"
#include "db/migrate.h"
#include "deals/deal_export.h"
#include "deals/deal_json.h"
#include "deals/deal_store.h"
#include "photos/photo_export.h"
#include "posts/post_export.h"
#include "posts/post_search.h"
#include "users/user_export.h"

namespace app {

namespace {

// Brings the schema up to date, and answers the market's own name: made once, and then kept. The name of this
// database's incarnation in event cursors is made anew when an old state is brought back.
std::string prepared_name(db::Database& database, const Config& config, Opened opened) {
  core::init_crypto();
  change_schema(database, config, -1);
  database.write([](db::Tx& tx) {
    const auto once = [&tx](std::string_view name, const std::string& value) {
      tx.run("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, value);
    };
    once("epoch", core::new_public_id().substr(0, 8));
    once("market", core::new_public_id());
  });
  if (opened == Opened::to_be_served) note_start(database, config.data_dir);
  posts::prepare_index(database);
  return database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT value FROM meta WHERE name = 'market'");
    if (!rows.next()) throw std::runtime_error("the database has no market's name");
    return rows.text(0);
  });
}

posts::DealHooks deal_hooks(deals::DealService& deals) {
  return {
      .close_open = [&deals](db::Tx& tx, core::PostId post,
                             std::string_view reason) { deals.close_for_post(tx, post, reason); },
      .pause = [&deals](db::Tx& tx, core::PostId post) { deals.pause_for_post(tx, post); },
      .resume = [&deals](db::Tx& tx, core::PostId post) { deals.resume_for_post(tx, post); },
      .my_deal_json =
          [](db::Tx& tx, core::PostId post, core::UserId buyer) {
            const auto deal = deals::DealStore().newest_of_buyer(tx, post, buyer);
            return deal ? deals::deal_json(*deal) : std::string("null");
          },
  };
}

}  // namespace

DataDirectory::DataDirectory(const Config& config)
    : path(config.data_dir),
      database(path + "/market.db", {.queue = static_cast<std::size_t>(config.write_queue)}) {}

Services::Services(const Config& config_in, const core::Clock& clock_in, Opened opened)
    : config(config_in),
      clock(clock_in),
      name(prepared_name(database, config, opened)),
      posts(database, clock, events, deal_hooks(deals), config.bump_interval_ms) {
  // The deals first: those that are done are done, the others are closed with their posts.
  users.on_remove(
      [this](db::Tx& tx, core::UserId user) { return deals.end_for_user(tx, user, deals::Event::left); });
  users.on_remove([this](db::Tx& tx, core::UserId user) { return posts.remove_for_user(tx, user); });
  users.on_remove([this](db::Tx& tx, core::UserId user) { return alerts.remove_for_user(tx, user); });
  users.on_remove([](db::Tx& tx, core::UserId user) { return forget_answers(tx, user); });
  // The events last: what goes before them has told of itself.
  users.on_remove([this](db::Tx& tx, core::UserId user) { return events.forget(tx, user) > 0; });
  // Blocks are others' protection, too: from an account that stays, after all, they must not have gone. What
  // a moderator has told, and what makes the account safe, stays with it in the same way.
  users.on_remove_account([this](db::Tx& tx, core::UserId user) {
    blocks.remove_for_user(tx, user);
    notices::NoticeStore().forget(tx, user);
    reports::ReportStore().forget(tx, user);
    safety.remove_for_user(tx, user);
    mail.remove_for_user(tx, user);
  });

  // What a user's own data are: every feature whose tables hold some.
  users::add_sections(exporter);
  posts::add_sections(exporter);
  photos::add_sections(exporter);
  chat::add_sections(exporter);
  deals::add_sections(exporter);
  alerts::add_sections(exporter);
  blocks::add_sections(exporter);
  admin::add_sections(exporter);
  sessions.on_sign_in([this](db::Tx& tx, const users::NewSession& made, const users::SignIn& sign_in,
                             const std::string& address) {
    safety.signed_in(tx, made.user, made.session, sign_in, address);
  });
  verification.assign_campuses();
  database.on_replace([this] {
    sessions.forget_known();
    hub.wake_all();
  });
}

std::string Services::mail_origin() const {
  return config.public_url.empty() ? "http://localhost:" + std::to_string(port) : config.public_url;
}

snapshots::RollbackRun::Parts Services::rollback_parts() {
  return {.live = data.database,
          .folder = data.path + "/rollback",
          .open = [this](const std::string& folder) { return open_old_state(config, folder); },
          .newest_schema = db::schema_version(database),
          .start = start_word(database)};
}

int migrate(const Config& config, int version) {
  DataDirectory data(config);
  change_schema(data.database, config, version);
  return db::schema_version(data.database);
}

}  // namespace app
