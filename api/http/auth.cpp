#include "http/auth.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "json/writer.h"

namespace http {

namespace {

std::optional<std::string_view> bearer_token(const Request& request) {
  const auto header = request.header("authorization");
  if (!header) return std::nullopt;
  constexpr std::string_view scheme = "bearer ";
  if (core::lower_ascii(header->substr(0, scheme.size())) != scheme) return std::string_view();
  auto token = header->substr(scheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

bool own_origin(std::string_view origin, const Request& request) {
  const auto host = request.header("host");
  if (!host) return false;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme) && origin.substr(scheme.size()) == *host) return true;
  }
  return false;
}

}  // namespace

core::Error suspended(const Suspension& suspension) {
  auto error = core::forbidden("suspended", "Your account may not take part in the market at present.");
  error.with_member("until", suspension.until ? json::quoted(core::rfc3339(*suspension.until)) : "null");
  error.with_member("reason", json::quoted(suspension.reason));
  return error;
}

Principal authenticate(const Request& request, Authenticator& authenticator) {
  if (const auto token = bearer_token(request)) {
    auto principal = authenticator.find(*token, request.peer);
    if (!principal) {
      throw core::Error(401, "not-signed-in", "The token is not known, or its session has ended.")
          .with_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
    return std::move(*principal);
  }
  if (const auto token = request.cookie(session_cookie)) {
    if (auto principal = authenticator.find(*token, request.peer)) {
      principal->by_cookie = true;
      return std::move(*principal);
    }
  }
  return {};
}

void require_same_site(const Request& request, const std::vector<std::string>& allowed, Untold untold) {
  const auto origin = request.header("origin");
  const auto site = request.header("sec-fetch-site");
  if (site && *site == "same-origin") return;
  if (origin && (std::find(allowed.begin(), allowed.end(), *origin) != allowed.end() ||
                 (!site && own_origin(*origin, request)))) {
    return;
  }
  if (untold == Untold::passes && !origin && !site) return;
  throw core::forbidden("cross-site-request", "This request has to come from the market's own pages.");
}

}  // namespace http
