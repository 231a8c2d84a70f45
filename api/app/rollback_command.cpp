#include "app/rollback_command.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "app/directory_lock.h"
#include "app/services.h"
#include "app/snapshot_settings.h"
#include "core/clock.h"
#include "snapshots/snapshot_run.h"

namespace app {

namespace {

using snapshots::Rollback;

std::string counted(std::int64_t count, const std::string& one, const std::string& more) {
  return std::to_string(count) + " " + (count == 1 ? one : more);
}

void print(const Rollback& rollback, std::string_view undone, std::string_view kept) {
  if (rollback.present_damaged)
    std::cout << "The database is damaged. What can't be read of it is neither counted nor kept.\n";
  const auto& u = rollback.undone;
  const auto& k = rollback.kept;
  std::cout << undone << " " << counted(u.users, "account", "accounts") << ", "
            << counted(u.posts, "post", "posts") << ", " << counted(u.messages, "message", "messages") << ", "
            << counted(u.deals, "deal", "deals") << ", " << counted(u.reviews, "review", "reviews") << " and "
            << counted(u.photos, "photo", "photos") << " that came since, and every change since.\n"
            << kept << " " << counted(k.sessions, "session", "sessions")
            << ", and of what happened since: " << counted(k.audit_entries, "entry", "entries")
            << " of the audit log, " << counted(k.passwords, "password", "passwords") << ", "
            << counted(k.emails, "address", "addresses") << ", " << counted(k.roles, "role", "roles") << ", "
            << counted(k.left, "person", "people") << " who left, "
            << counted(k.suspensions, "suspension", "suspensions") << ", "
            << counted(k.holds, "decision", "decisions") << " about posts, "
            << counted(k.reports, "report", "reports") << " and " << counted(k.blocks, "block", "blocks")
            << ".\n";
}

// Before anything is migrated or made.
void require_free(const Config& config) {
  if (!std::filesystem::exists(config.data_dir + "/market.db"))
    throw std::runtime_error("there is no market in " + config.data_dir);
  try {
    const DirectoryLock lock(config.data_dir);
  } catch (const std::runtime_error& error) {
    const std::string where = config.public_url.empty() ? "its page" : config.public_url;
    throw std::runtime_error(std::string(error.what()) + ". While a server runs, go back there: on " + where +
                             ", #/admin/snapshots");
  }
}

}  // namespace

void roll_back(const Config& config, const std::string& snapshot_id, const std::string& reason,
               bool plan_only) {
  require_free(config);
  const core::SystemClock clock;
  Services services(config, clock);
  const auto settings = snapshot_settings(config);
  snapshots::run_alone(settings, clock, snapshots::Task::rollback, snapshot_id, [&](snapshots::Run& run) {
    if (!run.files().find(snapshot_id)) throw core::not_found("There is no such snapshot.");
    if (plan_only) {
      return print(services.rollbacks.plan(run, snapshot_id), "Going back to " + snapshot_id + " would undo",
                   "It would keep");
    }
    const auto rollback = services.rollbacks.go_back(
        run, {snapshot_id, reason, {.user = {}, .source = "operator", .request_id = {}}, std::nullopt});
    print(rollback, "The market is as it was at " + snapshot_id + ". Undone:", "Kept:");
    if (rollback.from_snapshot_id) {
      std::cout << "To take this back: giraffe rollback " << *rollback.from_snapshot_id << "\n";
    } else {
      std::cout << "The damaged database is kept in " << config.data_dir << "/damaged-…\n";
    }
    if (const auto fault = run.settle()) throw std::runtime_error(*fault);
  });
}

}  // namespace app
