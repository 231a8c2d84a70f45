// The command line.
#include <pthread.h>
#include <sys/stat.h>
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/check.h"
#include "app/config.h"
#include "app/log.h"
#include "app/market.h"
#include "app/services.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"
#include "demo/demo.h"

namespace {

struct Options {
  std::string config_file;
  std::string data_dir;
  std::string address;
  int port = -1;
  std::vector<std::string> settings;

  app::Config load() const {
    std::vector<std::string> overrides = settings;
    if (!data_dir.empty()) overrides.push_back("data_dir=" + data_dir);
    if (!address.empty()) overrides.push_back("address=" + address);
    if (port >= 0) overrides.push_back("port=" + std::to_string(port));
    auto config =
        app::load_config(config_file.empty() ? std::nullopt : std::optional(config_file), overrides);
    app::log::set_level(config.log_level);
    return config;
  }
};

// Before the first thread, so that every thread inherits the mask and only wait_for_end() sees the signals.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that has gone is an error of send(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void serve(const app::Config& config) {
  const sigset_t signals = block_end_signals();
  app::Market market(config);
  const auto port = market.listen();
  const std::string host = config.address == "0.0.0.0" ? "localhost" : config.address;
  std::cout << "Giraffe A+ Book Market: http://" << host << ":" << port << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  app::log::info("stopping", {{"signal", std::int64_t{signal}}});
  market.stop();
}

void fill_with_demo(const app::Config& config) {
  core::ManualClock clock(core::SystemClock().now());
  app::Services services(config, clock);
  const auto filled = demo::fill(services, clock, config.demo_dir);
  if (!filled) {
    std::cout << "The market in " << config.data_dir << " has accounts already: the demo added nothing.\n";
    return;
  }
  std::cout << "The market has " << filled->posts << " posts, " << filled->rooms << " chats and "
            << filled->accounts.size() << " accounts. Their passwords, which are told only now:\n";
  for (const auto& account : filled->accounts) {
    std::cout << "  " << std::left << std::setw(14) << account.username << account.password << "  "
              << account.display_name << "\n";
  }
  std::cout << "and one with the role admin, who finds a few reports to look at:\n    "
            << filled->admin.username << "  " << filled->admin.password << "\n";
}

void bring_schema_to(const app::Config& config, int target) {
  const int version = app::migrate(config, target);
  std::cout << "The schema in " << config.data_dir << " has version " << version << "\n";
}

// Answers the exit code.
int check(const app::Config& config) {
  const auto [faults, left_over] = app::check_data(config.data_dir);
  for (const auto& fault : faults) std::cout << fault << "\n";
  if (faults.empty()) std::cout << "Nothing is wrong with the data in " << config.data_dir << "\n";
  for (const auto& files : left_over) std::cout << "Left over, and removed by the server: " << files << "\n";
  return faults.empty() ? 0 : 1;
}

void list_users(const app::Config& config) {
  const core::SystemClock clock;
  app::Services services(config, clock);
  services.database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT username, role, email FROM users ORDER BY role, username");
    while (rows.next()) std::cout << rows.view(0) << "  " << rows.view(1) << "  " << rows.view(2) << "\n";
    return true;
  });
}

void set_role(const app::Config& config, const std::string& username, const std::string& role) {
  const core::SystemClock clock;
  app::Services services(config, clock);
  services.moderation.set_role({.user = {}, .source = "operator", .request_id = {}},
                               core::lower_ascii(username), role);
  std::cout << core::lower_ascii(username) << " has the role " << role << "\n";
}

// The routes come with a market around them, which nobody keeps.
void print_routes(app::Config config) {
  std::string directory = (std::filesystem::temp_directory_path() / "giraffe-routes-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr)
    throw std::runtime_error("there is no place for a temporary directory");
  config.data_dir = directory;
  {
    const app::Market market(config);
    for (const auto& route : market.routes()) {
      std::cout << http::name(route.method) << " " << route.pattern << "\n";
    }
  }
  std::filesystem::remove_all(directory);
}

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
    const app::Config config = options.load();
    if (serve_command->parsed()) serve(config);
    if (migrate_command->parsed()) bring_schema_to(config, version);
    if (demo_command->parsed()) fill_with_demo(config);
    if (check_command->parsed()) return check(config);
    if (list_command->parsed()) list_users(config);
    if (role_command->parsed()) set_role(config, username, role);
    if (routes_command->parsed()) print_routes(config);
  } catch (const core::Error& error) {
    std::cerr << "giraffe: " << error.code << ": " << error.detail << std::endl;
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "giraffe: " << error.what() << std::endl;
    return 1;
  }
  return 0;
}
