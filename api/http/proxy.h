// What a reverse proxy says of the client, believed only from addresses that are trusted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace http {

// Where request.peer is none of `trusted` (plain_address() of each): notes whether it is a proxy's. Where it
// is one: sets peer to the last address in X-Forwarded-For that is not trusted itself (what stands before it
// is the client's own claim), and https from X-Forwarded-Proto.
void apply_forwarded(Request& request, const std::vector<std::string>& trusted);

}  // namespace http
