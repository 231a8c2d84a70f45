// Who is asking: the session behind a bearer token or the cookie `session`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/ids.h"
#include "http/request.h"

namespace http {

// What an access token may have been given, and what a route asks of one.
enum class Scope : unsigned {
  any = 0,  // of a route: asks nothing
  read = 1,
  write = 2,
  chat = 4,
  account = 8,  // what is between a user and their account: no token is given it
};

// Some of them together.
class Scopes {
 public:
  constexpr Scopes() = default;
  // Everything: whoever signed in themselves.
  static constexpr Scopes all() { return Scopes(15); }

  constexpr void add(Scope scope) { bits_ |= static_cast<unsigned>(scope); }
  constexpr bool have(Scope scope) const {
    return (bits_ & static_cast<unsigned>(scope)) == static_cast<unsigned>(scope);
  }

 private:
  explicit constexpr Scopes(unsigned bits) : bits_(bits) {}
  unsigned bits_ = 0;
};

// Why somebody may not take part in the market.
struct Suspension {
  std::optional<core::Millis> until;  // nothing: for good
  std::string reason;                 // as a moderator put it

  bool in_force(core::Millis now) const { return !until || *until > now; }
};

// 403 with `until` and `reason`.
core::Error suspended(const Suspension& suspension);

struct Principal {
  core::UserId user;  // 0: signed out
  core::SessionId session;
  std::string username;
  std::string role;                      // user, moderator, admin
  std::optional<Suspension> suspension;  // perhaps one whose time is up
  bool by_cookie = false;
  Scopes scopes = Scopes::all();  // fewer: an access token
  bool email_verified = false;
  bool on_campus = false;  // the verified address is one of the market's campuses

  bool signed_in() const { return user.value != 0; }
};

constexpr std::string_view session_cookie = "session";

// Looks up a token that came from that address. Called on I/O threads: bounded well under a millisecond.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual std::optional<Principal> find(std::string_view token, const std::string& address) = 0;
  // The principal as of the write that runs on this thread: between its request's coming and its turn they
  // may have been signed out, suspended or given another role. Nothing when the session has ended.
  virtual std::optional<Principal> again(const Principal& who) = 0;
};

// The request's principal; signed out when there is no token, or the cookie's is unknown (a browser keeps
// sending a cookie that has ended, and must still see the market). Throws 401 `not-signed-in` for an unknown
// bearer token.
Principal authenticate(const Request& request, Authenticator& authenticator);

// What becomes of a request with neither Sec-Fetch-Site nor Origin, which comes from no browser of today.
enum class Untold { refused, passes };

// For an unsafe method that a browser may have been made to send: Sec-Fetch-Site must be same-origin, or
// Origin this server's own or one of `allowed`. Throws 403 `cross-site-request`. One that tells neither
// passes only where no cookie is at stake.
void require_same_site(const Request& request, const std::vector<std::string>& allowed, Untold untold);

}  // namespace http
