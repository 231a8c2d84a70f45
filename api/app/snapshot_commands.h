// What the command line does with snapshots. A server may be running on the data directory meanwhile.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

// All of these write to standard output and throw core::Error: 409 `snapshot-running` while another task is
// at work on the snapshots, 404 `not-found`, 422 for a note that is too long.
void take_snapshot(const Config& config, const std::string& note);
void list_snapshots(const Config& config);
// The exit code: 0 when it is whole.
int verify_snapshot(const Config& config, const std::string& id);
void remove_snapshot(const Config& config, const std::string& id);

}  // namespace app
