// The table of routes: method and pattern to handler, access and lane.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "http/auth.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"

namespace http {

// Where a handler runs.
enum class Lane {
  io,     // on the I/O thread: bounded well under 100 µs
  db,     // reads
  write,  // inside the writer's batch: its db.write() joins the transaction, the answer leaves after the
          // commit
  hash,   // Argon2id
  image,  // photo decoding
  poll,   // parked: the handler keeps the request and answers when there is something to say
};

// Who may ask. Each includes those after it; whose a thing is, the service decides.
enum class Access {
  anyone,
  signed_in,  // also one who is suspended: for reading, and for what is between a user and their account
  member,     // one who takes part in the market: writes posts and messages, buys, agrees
  moderator,
  admin,
};

enum class BodyKind { none, json, any };

using Handler = std::function<Response(const Request&, const Principal&)>;
// For Lane::write: reads the request, and does all that needs no transaction, before the writer's turn, which
// everybody who writes waits for. What it gives is run in that turn, in the handler's place; once more, from
// the beginning, when it was undone for another's fault (db::Repeat).
using Act = std::function<Response(const Principal&)>;
using Prepare = std::function<Act(const Request&)>;
// Tried first, on the I/O thread: an answer that lies ready. Nothing sends the request on to its lane.
using Shortcut = std::function<std::optional<Response>(const Request&, const Principal&)>;
// A request that may wait for its answer. It is ended from any thread; the first call counts.
struct Parked {
  std::function<void(Response)> answer;
  std::function<void(const std::exception_ptr&)> refuse;  // with the problem the exception becomes
  Reply reply;                                            // for on_gone()
};
// For Lane::poll: runs on the I/O thread, answers now or later.
using ParkingHandler = std::function<void(const Request&, const Principal&, Parked)>;

// What an error becomes where a problem document would not do: on a page that is opened in browsers.
using Refusal = std::function<Response(const Request&, const core::Error&)>;

struct Route {
  Method method;
  std::string pattern;  // "/posts/{id}": a {name} takes one segment
  Access access;
  Lane lane;
  Handler handler;
  BodyKind body = BodyKind::none;
  bool query = false;            // the handler reads parameters (http::Query); without it any is refused
  Scope scope = Scope::account;  // what an access token needs: closed to all of them unless it is said
  Shortcut shortcut = nullptr;
  Prepare prepare = nullptr;
  ParkingHandler park = nullptr;
  Refusal refusal = nullptr;
};

inline Route with_query(Route route) {
  route.query = true;
  return route;
}

// The routes open to access tokens: GET to those with `reading`, whatever changes something to those with
// `changing`.
std::vector<Route> scoped(Scope reading, Scope changing, std::vector<Route> routes);

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  // The route for the request's path and method (HEAD takes GET's), its params filled in. Null when the path
  // is not known; `allowed` is then empty, and otherwise the methods the path has, as in an Allow header.
  const Route* find(Request& request, std::string& allowed) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;  // each route's segments
};

}  // namespace http
