// A database of another time as a market of this program, for who goes back to it.
#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "snapshots/rollback.h"

namespace app {

// Brings the schema of <folder>/market.db up to date and builds the services over it. Throws as Services do.
std::unique_ptr<snapshots::OldState> open_old_state(Config config, const std::string& folder);

}  // namespace app
