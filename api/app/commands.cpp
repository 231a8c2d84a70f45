#include "app/commands.h"

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <stdexcept>

#include "app/check.h"
#include "app/market.h"
#include "app/services.h"
#include "core/clock.h"
#include "core/text.h"
#include "demo/demo.h"

namespace app {

void fill_with_demo(const Config& config) {
  core::ManualClock clock(core::SystemClock().now());
  Services services(config, clock);
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

void bring_schema_to(const Config& config, int target) {
  const int version = migrate(config, target);
  std::cout << "The schema in " << config.data_dir << " has version " << version << "\n";
}

int check(const Config& config) {
  const auto [faults, left_over] = check_data(config.data_dir);
  for (const auto& fault : faults) std::cout << fault << "\n";
  if (faults.empty()) std::cout << "Nothing is wrong with the data in " << config.data_dir << "\n";
  for (const auto& files : left_over) std::cout << "Left over, and removed by the server: " << files << "\n";
  return faults.empty() ? 0 : 1;
}

void list_users(const Config& config) {
  const core::SystemClock clock;
  Services services(config, clock);
  services.database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT username, role, email FROM users ORDER BY role, username");
    while (rows.next()) std::cout << rows.view(0) << "  " << rows.view(1) << "  " << rows.view(2) << "\n";
  });
}

void set_role(const Config& config, const std::string& username, const std::string& role) {
  const core::SystemClock clock;
  Services services(config, clock);
  services.moderation.set_role({.user = {}, .source = "operator", .request_id = {}},
                               core::lower_ascii(username), role);
  std::cout << core::lower_ascii(username) << " has the role " << role << "\n";
}

void print_routes(Config config) {
  std::string directory = (std::filesystem::temp_directory_path() / "giraffe-routes-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr)
    throw std::runtime_error("there is no place for a temporary directory");
  config.data_dir = directory;
  {
    const Market market(config);
    for (const auto& route : market.routes()) {
      std::cout << http::name(route.method) << " " << route.pattern << "\n";
    }
  }
  std::filesystem::remove_all(directory);
}

}  // namespace app
