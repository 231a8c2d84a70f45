// The command line.
#include <sys/stat.h>
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "app/commands.h"
#include "app/config.h"
#include "app/log.h"
#include "app/rollback_command.h"
#include "app/serve.h"
#include "app/snapshot_commands.h"
#include "core/error.h"

namespace {

// By the Debian package, whose settings name where everything is.
bool is_installed() {
  std::error_code failed;
  return std::filesystem::read_symlink("/proc/self/exe", failed) == "/usr/bin/giraffe";
}

struct Options {
  std::string config_file;
  std::string data_dir;
  std::string address;
  int port = -1;
  std::vector<std::string> settings;

  app::Config read() const {
    std::vector<std::string> overrides = settings;
    if (!data_dir.empty()) overrides.push_back("data_dir=" + data_dir);
    if (!address.empty()) overrides.push_back("address=" + address);
    if (port >= 0) overrides.push_back("port=" + std::to_string(port));
    std::string file = config_file;
    if (file.empty() && is_installed()) file = "/etc/giraffe/market.toml";
    return app::load_config(file.empty() ? std::nullopt : std::optional(file), overrides);
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"Giraffe A+ Book Market: the used-book market that a university runs itself", "giraffe"};
  cli.set_version_flag("--version", "giraffe " GIRAFFE_VERSION);
  cli.require_subcommand(1);

  Options options;
  const auto with_options = [&options](CLI::App* command) {
    command->add_option("--config", options.config_file, "A TOML file with settings");
    command->add_option("--data", options.data_dir, "The directory of the database and the photos");
    command->add_option("--set", options.settings, "A setting: name=value")->take_all();
    return command;
  };
  CLI::App* const serve_command =
      with_options(cli.add_subcommand("serve", "Migrate and serve API and frontend"));
  serve_command->add_option("--address", options.address, "The address to listen on");
  serve_command->add_option("--port", options.port, "The port; 0 takes a free one")
      ->check(CLI::Range(0, 65535));
  CLI::App* const migrate_command =
      with_options(cli.add_subcommand("migrate", "Bring the schema up to date"));
  int version = -1;
  migrate_command->add_option("--to", version, "Up or down to this version; 0 removes everything")
      ->check(CLI::Range(0, 9999));
  const CLI::App* const demo_command =
      with_options(cli.add_subcommand("demo", "Fill an empty market with accounts, posts and chats"));
  const CLI::App* const check_command =
      with_options(cli.add_subcommand("check", "Tell what is wrong with the data, if anything"));
  const CLI::App* const routes_command =
      with_options(cli.add_subcommand("routes", "List every route of the API"));
  CLI::App* const user_command = cli.add_subcommand("user", "Change an account");
  user_command->require_subcommand(1);
  CLI::App* const role_command = with_options(
      user_command->add_subcommand("role", "Make somebody a moderator or an admin, or take it away"));
  const CLI::App* const list_command =
      with_options(user_command->add_subcommand("list", "List every account with its role"));
  CLI::App* const snapshot_command =
      cli.add_subcommand("snapshot", "Snapshots of the market; a server may be running on it");
  snapshot_command->require_subcommand(1);
  CLI::App* const take_command =
      with_options(snapshot_command->add_subcommand("take", "Take one of the market as it is now"));
  const CLI::App* const snapshots_command =
      with_options(snapshot_command->add_subcommand("list", "List all of them, the newest first"));
  CLI::App* const verify_command =
      with_options(snapshot_command->add_subcommand("verify", "Look at every byte of one"));
  CLI::App* const remove_command = with_options(
      snapshot_command->add_subcommand("remove", "Remove one, and the photos that no other has"));
  CLI::App* const rollback_command = with_options(cli.add_subcommand(
      "rollback", "Make the market what it was when a snapshot was taken; no server may run on it"));
  std::string note;
  std::string reason;
  bool plan_only = false;
  std::string snapshot_id;
  rollback_command->add_option("id", snapshot_id, "The snapshot, as `giraffe snapshot list` calls it")
      ->required();
  rollback_command->add_option("--reason", reason, "Why, for the audit log");
  rollback_command->add_flag("--plan", plan_only, "Only tell what would be undone");
  take_command->add_option("--note", note, "What it is for");
  verify_command->add_option("id", snapshot_id, "The snapshot, as the list calls it")->required();
  remove_command->add_option("id", snapshot_id, "The snapshot, as the list calls it")->required();
  std::string username;
  std::string role;
  role_command->add_option("name", username, "The username")->required();
  role_command->add_option("role", role, "user, moderator or admin")
      ->required()
      ->check(CLI::IsMember({"user", "moderator", "admin"}));
  CLI11_PARSE(cli, argc, argv);
  // Messages and password hashes are in the files made from here on: they are for this account alone.
  umask(S_IRWXG | S_IRWXO);

  try {
    const app::Config config = options.read();
    app::log::set_level(config.log_level);
    if (serve_command->parsed()) app::serve(config, [&options] { return options.read(); });
    if (migrate_command->parsed()) app::bring_schema_to(config, version);
    if (demo_command->parsed()) app::fill_with_demo(config);
    if (check_command->parsed()) return app::check(config);
    if (list_command->parsed()) app::list_users(config);
    if (role_command->parsed()) app::set_role(config, username, role);
    if (routes_command->parsed()) app::print_routes(config);
    if (take_command->parsed()) app::take_snapshot(config, note);
    if (snapshots_command->parsed()) app::list_snapshots(config);
    if (verify_command->parsed()) return app::verify_snapshot(config, snapshot_id);
    if (remove_command->parsed()) app::remove_snapshot(config, snapshot_id);
    if (rollback_command->parsed()) app::roll_back(config, snapshot_id, reason, plan_only);
  } catch (const core::Error& error) {
    std::cerr << "giraffe: " << error.code << ": " << error.detail << std::endl;
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "giraffe: " << error.what() << std::endl;
    return 1;
  }
  return 0;
}
