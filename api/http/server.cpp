#include "http/server.h"

#include <signal.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/error.h"
#include "http/acceptor.h"
#include "http/io_thread.h"
#include "http/outbox.h"
#include "http/problem.h"
#include "http/request_id.h"

namespace http {
namespace {

// Descriptors kept for databases, photos and logs when the machine's limit is below the connections allowed.
constexpr std::size_t reserved_files = 256;

// Deadlines are looked after once a second, or more often where a limit is shorter than some seconds.
int scan_interval(const ServerLimits& limits) {
  const int shortest = std::min({limits.head_ms, limits.body_ms, limits.idle_ms, limits.write_ms});
  return std::clamp(shortest / 4, 20, 1000);
}

// Signals are for the thread that waits for them; a new thread inherits this mask.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

template <typename Condition>
bool wait_until(Condition condition, int limit_ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms);
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// Best effort: one write that does not wait, so that a crowd at the door cannot hold up the door.
void turn_away(int fd) {
  core::Error error(503, "connections-exhausted", "The server has as many connections as it can hold.");
  error.with_header("Retry-After", "5");
  const Ticket ticket{fd, 0, false, false, new_request_id()};
  const Response response = problem(error, ticket.request_id);
  Outbox out;
  out.push(response_head(response, ticket, false), response.body);
  out.write_to(fd);
  ::shutdown(fd, SHUT_WR);
  char unread[4096];
  (void)!::recv(fd, unread, sizeof unread, MSG_DONTWAIT);
  ::close(fd);
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerLimits limits, App app) : state_{limits, std::move(app)} {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised.");
  }
  ~Impl() { stop(0); }

  std::uint16_t listen(const std::string& address, std::uint16_t port) {
    const std::lock_guard lock(mutex_);
    if (acceptor_) throw std::logic_error("a server listens once");
    const std::size_t files = raise_file_limit();
    most_connections_ =
        std::min(state_.limits.connections, files > reserved_files ? files - reserved_files : files / 2);

    auto acceptor =
        std::make_unique<Acceptor>(Acceptor::Callbacks{
                                       [this](int fd, std::string peer) { arrived(fd, std::move(peer)); },
                                       [this](std::uint64_t tag) { writable(tag); },
                                       [this] { tick(); },
                                   },
                                   scan_interval(state_.limits));
    const std::uint16_t bound = acceptor->bind(address, port);
    acceptor_ = std::move(acceptor);
    for (std::size_t i = 0; i < std::max<std::size_t>(state_.limits.io_threads, 1); ++i) {
      // The tag of a watched descriptor names its thread as well.
      threads_.push_back(std::make_unique<IoThread>(state_, [this, i](int fd, bool again) {
        acceptor_->watch(fd, std::uint64_t{i} << 32 | static_cast<std::uint32_t>(fd), again);
      }));
    }
    const SignalsBlocked blocked;
    for (auto& thread : threads_) thread->start();
    acceptor_->start();
    return bound;
  }

  void stop(int grace_ms) {
    const std::lock_guard lock(mutex_);
    if (!acceptor_) return;
    state_.draining = true;
    acceptor_->close_port();
    wait_until([&] { return state_.busy == 0; }, grace_ms);
    for (auto& thread : threads_) {
      thread->mailbox()->post([](Mailbox::Batch& batch) { batch.close_all = true; });
    }
    // Long enough for the I/O threads to tell the owners of unanswered requests that their clients are gone.
    wait_until([&] { return state_.connections == 0; }, 500);
    acceptor_->stop();
    for (auto& thread : threads_) thread->stop();
    threads_.clear();
    acceptor_.reset();
  }

  const ServerState& state() const { return state_; }

 private:
  void arrived(int fd, std::string peer) {
    if (state_.connections >= most_connections_ || state_.draining) {
      ++state_.turned_away;
      return turn_away(fd);
    }
    auto& thread = **std::min_element(threads_.begin(), threads_.end(),
                                      [](const auto& a, const auto& b) { return a->load() < b->load(); });
    ++state_.connections;
    thread.expect_arrival();
    thread.mailbox()->post([&](Mailbox::Batch& batch) { batch.arrivals.push_back({fd, std::move(peer)}); });
  }

  void writable(std::uint64_t tag) {
    threads_[tag >> 32]->mailbox()->post(
        [&](Mailbox::Batch& batch) { batch.writable.push_back(static_cast<int>(tag & 0xffffffffu)); });
  }

  void tick() {
    for (auto& thread : threads_) {
      thread->mailbox()->post([](Mailbox::Batch& batch) { batch.scan = true; });
    }
  }

  ServerState state_;
  std::size_t most_connections_ = 0;
  std::mutex mutex_;  // of listen and stop
  std::unique_ptr<Acceptor> acceptor_;
  std::vector<std::unique_ptr<IoThread>> threads_;
};

Server::Server(ServerLimits limits, App app) : impl_(std::make_unique<Impl>(limits, std::move(app))) {}
Server::~Server() = default;
std::uint16_t Server::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}
void Server::stop(int grace_ms) {
  impl_->stop(grace_ms);
}
std::size_t Server::connections() const {
  return impl_->state().connections;
}
std::uint64_t Server::turned_away() const {
  return impl_->state().turned_away;
}
std::uint64_t Server::malformed() const {
  return impl_->state().malformed;
}

}  // namespace http
