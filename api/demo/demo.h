// Fills an empty market with a believable one, by the services that real people go through.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/services.h"
#include "core/clock.h"

namespace demo {

struct Account {
  std::string username;
  std::string password;
  std::string display_name;
};

struct Filled {
  std::vector<Account> accounts;
  Account admin;  // who looks after the market
  std::size_t posts = 0;
  std::size_t rooms = 0;
};

// Plays `folder`/market.json, all of it or (when it throws) nothing, with the clock of the services, which
// shows the present again at the end. Nothing when anybody has signed up already.
std::optional<Filled> fill(app::Services& services, core::ManualClock& clock,
                           const std::filesystem::path& folder);

}  // namespace demo
