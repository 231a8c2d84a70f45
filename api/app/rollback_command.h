// What the command line does to bring an earlier state back, while no server runs on the data directory.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

// `plan_only`: tells what would be undone and kept, and changes nothing. Writes to standard output. Throws
// std::runtime_error when a server runs there, with where to do it instead, or when it can't be done: then
// nothing has changed.
void roll_back(const Config& config, const std::string& snapshot_id, const std::string& reason,
               bool plan_only);

}  // namespace app
