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
// Connections whose place is given away before they are gone: taken from those.
constexpr std::size_t most_displaced = 64;

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

// How long those who have their last answer may take to close.
constexpr int most_farewell_ms = 300;

core::Error exhausted() {
  return core::Error(503, "connections-exhausted", "The server has as many connections as it can hold.")
      .with_header("Retry-After", "5");
}

// Best effort: one write that does not wait, so that a crowd at the door cannot hold up the door.
void turn_away(int fd, const core::Error& error) {
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

  void drain() {
    const std::lock_guard lock(mutex_);
    if (!acceptor_) return;
    state_.draining = true;
    acceptor_->close_port();
  }

  bool wait_until_answered(int limit_ms) {
    return wait_until([&] { return state_.busy == 0; }, limit_ms);
  }

  void stop(int grace_ms) {
    drain();
    const std::lock_guard lock(mutex_);
    if (!acceptor_) return;
    for (auto& thread : threads_) {
      thread->mailbox()->post([](Mailbox::Batch& batch) { batch.refuse_incomplete = true; });
    }
    const auto start = std::chrono::steady_clock::now();
    wait_until_answered(grace_ms);
    // Whoever has been answered closes by themselves; being cut off meanwhile could cost them the answer's
    // end.
    const auto left = std::chrono::milliseconds(grace_ms) - (std::chrono::steady_clock::now() - start);
    wait_until(
        [&] { return state_.leaving == 0; },
        static_cast<int>(std::clamp<std::int64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(left).count(), 0, most_farewell_ms)));
    for (auto& thread : threads_) {
      thread->mailbox()->post([](Mailbox::Batch& batch) { batch.close_all = true; });
    }
    // Long enough for the I/O threads to tell the owners of unanswered requests that their clients are gone.
    wait_until([&] { return state_.connections == 0; }, 400);
    acceptor_->stop();
    for (auto& thread : threads_) thread->stop();
    threads_.clear();
    acceptor_.reset();
  }

  const ServerState& state() const { return state_; }

  void ask(std::function<void()> answer) {
    const std::lock_guard lock(questions_mutex_);
    questions_.push_back(std::move(answer));
  }

 private:
  void arrived(int fd, std::string peer) {
    if (state_.draining || !make_room()) {
      ++state_.turned_away;
      return turn_away(fd, state_.draining ? shutting_down() : exhausted());
    }
    auto& thread = **std::min_element(threads_.begin(), threads_.end(),
                                      [](const auto& a, const auto& b) { return a->load() < b->load(); });
    ++state_.connections;
    thread.expect_arrival();
    thread.mailbox()->post([&](Mailbox::Batch& batch) { batch.arrivals.push_back({fd, std::move(peer)}); });
  }

  // False when every connection is busy, or so many come at once that the idle ones are not gone yet.
  bool make_room() {
    if (state_.connections < most_connections_) return true;
    if (state_.connections >= most_connections_ + most_displaced) return false;
    auto& thread = **std::max_element(threads_.begin(), threads_.end(),
                                      [](const auto& a, const auto& b) { return a->idle() < b->idle(); });
    if (thread.idle() == 0) return false;
    thread.displace();
    return true;
  }

  void writable(std::uint64_t tag) {
    threads_[tag >> 32]->mailbox()->post(
        [&](Mailbox::Batch& batch) { batch.writable.push_back(static_cast<int>(tag & 0xffffffffu)); });
  }

  // Once a second at the latest: by way of the acceptor, which is thereby asked as well.
  void tick() {
    pass_questions_on();
    for (auto& thread : threads_) {
      thread->mailbox()->post([](Mailbox::Batch& batch) { batch.scan = true; });
    }
  }

  void pass_questions_on() {
    std::vector<std::function<void()>> questions;
    {
      const std::lock_guard lock(questions_mutex_);
      questions.swap(questions_);
    }
    for (auto& answer : questions) {
      // Goes away, and so answers, with the last thread's copy.
      const std::shared_ptr<void> last(nullptr, [answer = std::move(answer)](void*) { answer(); });
      for (auto& thread : threads_) {
        thread->mailbox()->post([&](Mailbox::Batch& batch) { batch.questions.push_back(last); });
      }
    }
  }

  ServerState state_;
  std::mutex questions_mutex_;
  std::vector<std::function<void()>> questions_;
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
void Server::drain() {
  impl_->drain();
}
bool Server::wait_until_answered(int limit_ms) {
  return impl_->wait_until_answered(limit_ms);
}
void Server::stop(int grace_ms) {
  impl_->stop(grace_ms);
}
void Server::ask(std::function<void()> answer) {
  impl_->ask(std::move(answer));
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
