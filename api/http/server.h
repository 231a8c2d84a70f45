// The HTTP server. Pistache (0.0.5) is touched by io_thread.cpp alone, and only in the ways that proved safe
// there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/limits.h"
#include "http/request.h"
#include "http/response.h"

namespace http {

// One request's answer, to be given exactly once, from any thread. Copies refer to the same request.
class Reply {
 public:
  class Target;  // implemented by the server
  Reply() = default;
  explicit Reply(std::shared_ptr<Target> target) : target_(std::move(target)) {}

  // The first call answers; later ones, and those after the client has gone, do nothing. On the connection's
  // own I/O thread the answer goes out directly, from any other through that thread's mailbox. If the last
  // copy of a Reply goes away without an answer, the client gets a bare 500 rather than silence.
  void send(Response response) const;
  // Called at most once when the client leaves before the answer: on the connection's I/O thread, or at once
  // on the calling thread if it has left already. Never called after an answer. It must neither block nor
  // throw.
  void on_gone(std::function<void()> callback) const;

 private:
  std::shared_ptr<Target> target_;
};

class Server {
 public:
  // Called on an I/O thread with each complete request. It must not block and must not throw (if it does,
  // the client gets a bare 500).
  using App = std::function<void(Request&&, Reply)>;

  Server(ServerLimits limits, App app);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and serves in its own threads. Port 0 takes a free one. Throws std::runtime_error with a sentence
  // for the operator when the port is taken or the address is not ours. Returns the port.
  std::uint16_t listen(const std::string& address, std::uint16_t port);

  // Closes the port: who comes from now on is refused by the system, who has come gets 503 `shutting-down`.
  // Every further answer ends its connection. Idempotent.
  void drain();
  // Waits until what is in flight, uploads included, has been answered and written; false when `limit_ms`
  // were too short for it. Parked replies are the owner's to answer. After drain().
  bool wait_until_answered(int limit_ms);
  // drain(). Refuses requests that are not complete with 503 `shutting-down`, waits `grace_ms` at most for
  // what is in flight, then closes everything. Idempotent.
  void stop(int grace_ms);

  // Calls `answer` when each of its threads has found the time, within some two seconds unless one of them is
  // stuck. It must neither block nor throw. After listen().
  void ask(std::function<void()> answer);

  // Open connections now.
  std::size_t connections() const;
  // Since the start: connections for which there was no room, and requests that were refused before the app
  // heard of them (not HTTP, too large, too slow).
  std::uint64_t turned_away() const;
  std::uint64_t malformed() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
