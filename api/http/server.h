// The HTTP server: the only code that touches Pistache (0.0.5), and only in the ways that proved safe there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/request.h"
#include "http/response.h"

namespace http {

// Every limit of a connection. Sizes in bytes, times in milliseconds.
struct ServerLimits {
  std::size_t io_threads = 2;
  std::size_t head_bytes = 16 * 1024;         // request line and headers together: 431 beyond
  std::size_t headers = 100;                  // number of header lines: 431 beyond
  std::size_t target_bytes = 4 * 1024;        // 414 beyond
  std::size_t body_bytes = 11 * 1024 * 1024;  // 413 beyond
  std::size_t connections = 19'000;           // further ones are closed at once
  int head_ms = 10'000;                       // from a request's first byte to the end of its head, then 408
  int body_ms = 60'000;                       // from the head's end to the body's, then 408
  int idle_ms = 75'000;                       // a kept-alive connection with nothing in flight
  int write_ms = 30'000;                      // without any progress of an answer: the connection is cut
};

// One request's answer, to be given exactly once, from any thread. Copies refer to the same request.
class Reply {
 public:
  class Target;  // implemented by the server
  Reply() = default;
  explicit Reply(std::shared_ptr<Target> target) : target_(std::move(target)) {}

  // The first call answers; later ones, and those after the client has gone, do nothing.
  void send(Response response) const;
  // Called at most once, on the connection's I/O thread, when the client leaves before the answer; at once
  // (on the calling thread, which must be the I/O thread) if it has left already. It must not block.
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

  // Binds and serves in its own threads. Port 0 takes a free one. Throws std::runtime_error with a sentence for
  // the operator when the port is taken or the address is not ours. Returns the port.
  std::uint16_t listen(const std::string& address, std::uint16_t port);

  // Stops accepting, answers every further request with `Connection: close`, waits until what is in flight has
  // been answered and written or `grace_ms` have passed, then closes everything. Idempotent.
  // Parked replies are the owner's to answer before or during this call.
  void stop(int grace_ms);

  // Open connections now.
  std::size_t connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
