// What the command line does besides serving: each works on a data directory that no server is running on,
// writes what has become of it to standard output, and throws as Services do.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

// Fills an empty market with accounts, posts and chats, and tells their passwords.
void fill_with_demo(const Config& config);

// To the newest version when `target` is negative.
void bring_schema_to(const Config& config, int target);

// What is wrong with the data, a line each. The exit code: 0 when nothing is.
int check(const Config& config);

void list_users(const Config& config);

// `role` is user, moderator or admin.
void set_role(const Config& config, const std::string& username, const std::string& role);

// Every route of the API. It comes with a market around it, which nobody keeps.
void print_routes(Config config);

}  // namespace app
