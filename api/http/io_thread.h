// One thread that serves connections. Its implementation is the only code that touches Pistache.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "http/connection.h"
#include "http/mailbox.h"
#include "http/server.h"

namespace http {

// What all threads of a server share.
struct ServerState {
  ServerLimits limits;
  Server::App app;
  std::atomic<bool> draining = false;  // every further answer closes its connection
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> busy = 0;  // of them, with a request on its way in or in flight, or an answer out
  std::atomic<std::size_t> leaving =
      0;  // with their last answer written, which the client may yet be reading
  std::atomic<std::uint64_t> malformed = 0;    // requests refused before the app heard of them
  std::atomic<std::uint64_t> turned_away = 0;  // connections, at the door
};

class IoThread {
 public:
  // `watch(fd, again)` asks for one word, by Batch::writable, when the peer of `fd` reads again; `again`
  // tells that the same connection was watched before.
  using Watch = std::function<void(int fd, bool again)>;

  IoThread(ServerState& server, Watch watch);
  ~IoThread();  // stops
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  void start();
  // Ends the thread and closes what is still open. Idempotent.
  void stop();

  // Any thread.
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  std::size_t load() const { return load_; }
  void expect_arrival() { ++load_; }
  // Connections that displace() would find.
  std::size_t idle() const;
  // The connection that has been idle for longest gives its place to a newcomer.
  void displace();
  ServerState& server() { return server_; }
  // The I/O thread that the caller runs on, or null.
  static IoThread* current();

  // For connections, on this thread.
  void deliver(const Ticket& ticket, Response response);
  std::uint64_t next_exchange() { return ++exchanges_; }
  void watch_writable(int fd, bool again) { watch_(fd, again); }
  void resume_later(int fd) { to_resume_.push_back(fd); }
  void count_busy(bool busy);
  // What a connection keeps in memory has changed. When all of the thread's keep too much, the oldest goes.
  void count_buffered(std::size_t before, std::size_t now);
  void count_unread(std::size_t before, std::size_t now);

 private:
  class Events;
  struct Engine;

  void run();
  void received(int fd, std::string_view bytes);
  void lost(int fd);
  void read_mail();
  void adopt(Arrival arrival);
  void resume_waiting();
  void displace_idle(std::size_t count);
  std::size_t share_of(std::size_t bytes) const;
  template <typename Held, typename Since>
  Connection* oldest(Held held, Since since);
  Connection* find(int fd);
  void release(int fd);

  ServerState& server_;
  const Watch watch_;
  const std::shared_ptr<Mailbox> mailbox_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  std::vector<int> to_resume_;
  std::uint64_t exchanges_ = 0;
  std::size_t buffered_ = 0;  // bytes of bodies that are not complete
  std::size_t unread_ = 0;    // bytes of answers that only this thread's connections keep
  std::atomic<std::size_t> load_ = 0;
  std::atomic<std::size_t> busy_ = 0;
  std::atomic<std::size_t> displacing_ = 0;  // asked for and not yet cut
  std::atomic<bool> stopping_ = false;
  std::unique_ptr<Engine> engine_;
  std::thread thread_;
};

}  // namespace http
