// What a reverse proxy says of the client, believed only from addresses that are trusted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace http {

// Where request.peer is none of `trusted`: notes whether it is a proxy's. Where it is one: sets peer to the
// last address in X-Forwarded-For that is not trusted itself (what stands before it is the client's own
// claim), and https from X-Forwarded-Proto.
void apply_forwarded(Request& request, const std::vector<std::string>& trusted);

// What counts as one client where clients are counted: an IPv4 address, or the /64 of an IPv6 address, since
// whoever has one address of it has all 2^64 ("2001:db8:0:1::/64"). Any other text as it is.
std::string client_network(const std::string& address);

}  // namespace http
