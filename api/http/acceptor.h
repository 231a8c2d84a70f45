// The thread that accepts connections, tells I/O threads when a slow client reads again, and beats time for
// their deadlines. Ours rather than Pistache's listener, which spins when descriptors run out, can lose the
// wake-up for a new connection, and cannot say which connection became writable.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace http {

class Acceptor {
 public:
  struct Callbacks {
    std::function<void(int fd, std::string peer)> arrived;  // takes over the descriptor
    std::function<void(std::uint64_t tag)> writable;
    std::function<void()> tick;
  };

  Acceptor(Callbacks callbacks, int tick_ms);
  ~Acceptor();  // stops
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  // Throws std::runtime_error with a sentence that names address and port.
  std::uint16_t bind(const std::string& address, std::uint16_t port);
  void start();
  // Any thread: calls back once with `tag` when the socket can be written to again.
  void watch(int fd, std::uint64_t tag, bool again) const;
  // Refuses new connections from now on; writability and ticks go on.
  void close_port();
  void stop();

 private:
  void run();
  void accept_waiting();
  void wake() const;

  const Callbacks callbacks_;
  const int tick_ms_;
  int epoll_ = -1;
  int wake_ = -1;
  int listener_ = -1;
  int spare_ = -1;  // given up for a moment when descriptors run out, so that the client can be turned away
  std::atomic<bool> port_closing_ = false;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// Raises the soft limit of open files to the hard one; returns it.
std::size_t raise_file_limit();

}  // namespace http
