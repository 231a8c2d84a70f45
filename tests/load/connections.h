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

  Connections(std::uint16_t port, std::size_t count, OnAnswer on_answer);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // One request at a time on each connection; `request` must fit a socket's buffer.
  void send(std::size_t connection, std::string_view request);
  // Handles what has come, waiting for it until `until` at most. A connection that the server closes or an
  // answer that cannot be read is a std::runtime_error.
  void handle(Clock::time_point until);
  // Wakes handle() also when this descriptor has something to read.
  void watch(int fd);

 private:
  struct Connection {
    int fd = -1;
    std::string received;
  };

  void receive(std::size_t connection);

  const OnAnswer on_answer_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
};

// "GET /posts HTTP/1.1" and so on, of the user that load_fill signed in.
std::string request(std::string_view method, std::string_view target, std::int64_t user,
                    std::string_view body = {});

// {"name":p50, …}: the median and the 99th percentile of times in milliseconds, as two JSON members.
std::string percentiles(std::string_view name, std::vector<double> times_ms);

}  // namespace load
