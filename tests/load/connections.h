// Many keep-alive connections to a server on this machine, driven by one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace load {

using Clock = std::chrono::steady_clock;

class Connections {
 public:
  // Which connection was answered, with which status and body.
  using OnAnswer = std::function<void(std::size_t connection, int status, std::string_view body)>;
  // Which connection has gone, or could not be made.
  using OnLost = std::function<void(std::size_t connection)>;

  // Without `on_lost` a connection that goes is a std::runtime_error.
  Connections(std::uint16_t port, std::size_t count, OnAnswer on_answer, OnLost on_lost = nullptr);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // One request at a time on each connection; `request` must fit a socket's buffer.
  void send(std::size_t connection, std::string_view request);
  // Handles what has come, waiting for it until `until` at most. An answer that cannot be read is a
  // std::runtime_error.
  void handle(Clock::time_point until);
  // Wakes handle() also when this descriptor has something to read.
  void watch(int fd);

  // Ends it by itself, with whatever is on its way: `at_once` as a machine does that has lost its network
  // (RST), otherwise as a closed browser (FIN).
  void cut(std::size_t connection, bool at_once);
  // Connects one that has gone anew, without waiting for it; the request is sent when it is there.
  void reopen(std::size_t connection, std::string request);
  // The head of the answer that is being handled.
  std::string_view head() const { return head_; }

 private:
  struct Connection {
    int fd = -1;
    std::uint32_t generation = 0;  // tells what epoll says of this descriptor from what it said of the last
    std::string received;
    std::string first_request;  // of one that is being made
  };

  void open(std::size_t connection, int flags);
  void close(std::size_t connection);
  void lose(std::size_t connection);
  void connected(std::size_t connection);
  void receive(std::size_t connection);

  const std::uint16_t port_;
  const OnAnswer on_answer_;
  const OnLost on_lost_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  std::string_view head_;
};

// "GET /posts HTTP/1.1" and so on, of the user that load_fill signed in; `headers` are further lines with
// their ends.
std::string request(std::string_view method, std::string_view target, std::int64_t user,
                    std::string_view body = {}, std::string_view headers = {});

// "name_p50_ms":…, and so on: the median, the 99th percentile and the 99.9th of times in milliseconds, as
// JSON members.
std::string percentiles(std::string_view name, std::vector<double> times_ms);

}  // namespace load
