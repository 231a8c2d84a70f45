// The server as a process: its signals, and what the service manager is told of it.
#pragma once

#include <functional>

#include "app/config.h"

namespace app {

// Serves until SIGTERM or SIGINT. At SIGHUP it takes up what `read_again` answers; when that throws
// std::runtime_error, everything stays as it was and the log tells why. Throws as Market does when it can't
// start.
void serve(const Config& config, const std::function<Config()>& read_again);

}  // namespace app
