// The server as a process: from its start to the signal that ends it.
#pragma once

#include "app/config.h"

namespace app {

// Serves until SIGTERM or SIGINT. Throws as Market does when it can't start.
void serve(const Config& config);

}  // namespace app
