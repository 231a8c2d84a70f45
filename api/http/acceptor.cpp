#include "http/acceptor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "http/network.h"

namespace http {
namespace {

using Clock = std::chrono::steady_clock;

// No connection's tag: those hold a descriptor, which is smaller.
constexpr std::uint64_t wake_tag = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t port_tag = wake_tag - 1;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

std::string peer_address(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  // An IPv4 client of a socket for both has one name, too.
  return plain_address(text.data()).value_or("");
}

std::runtime_error cannot_listen(const std::string& address, std::uint16_t port, int error) {
  const std::string where = "port " + std::to_string(port) + " on " + address;
  if (error == EADDRINUSE) {
    return std::runtime_error("Cannot listen: " + where +
                              " is in use by another program. Choose another port.");
  }
  if (error == EACCES) {
    return std::runtime_error("Cannot listen: " + where + " needs rights that this program does not have.");
  }
  if (error == EADDRNOTAVAIL) {
    return std::runtime_error("Cannot listen: " + address + " (port " + std::to_string(port) +
                              ") is not an address of this machine.");
  }
  return std::runtime_error("Cannot listen: " + where + ": " + std::generic_category().message(error) + ".");
}

}  // namespace

Acceptor::Acceptor(Callbacks callbacks, int tick_ms) : callbacks_(std::move(callbacks)), tick_ms_(tick_ms) {
  epoll_ = checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  wake_ = checked(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
  spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = wake_tag;
  checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event), "epoll_ctl");
}

Acceptor::~Acceptor() {
  stop();
  for (const int fd : {listener_, spare_, wake_, epoll_}) {
    if (fd >= 0) ::close(fd);
  }
}

std::uint16_t Acceptor::bind(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    throw cannot_listen(address, port, EADDRNOTAVAIL);
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> results(found, &::freeaddrinfo);

  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) throw cannot_listen(address, port, errno);
  // Lets a restart take the port while old connections fade out. SO_REUSEPORT would let a second server share
  // it.
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 4096) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    const int error = errno;
    ::close(fd);
    throw cannot_listen(address, port, error);
  }
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = port_tag;
  checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  listener_ = fd;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

void Acceptor::start() {
  thread_ = std::thread([this] { run(); });
}

void Acceptor::watch(int fd, std::uint64_t tag, bool again) const {
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLONESHOT;
  event.data.u64 = tag;
  // If it fails, the write deadline ends the connection.
  ::epoll_ctl(epoll_, again ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
}

void Acceptor::wake() const {
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
}

void Acceptor::close_port() {
  port_closing_ = true;
  wake();
}

void Acceptor::stop() {
  stopping_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void Acceptor::run() {
  pthread_setname_np(pthread_self(), "http-accept");
  auto next_tick = Clock::now() + std::chrono::milliseconds(tick_ms_);
  while (!stopping_) {
    std::array<epoll_event, 64> events;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next_tick - Clock::now()).count();
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(std::max<long>(wait, 0)));
    if (port_closing_ && listener_ >= 0) {
      accept_waiting();  // they have connected, and are told what is the matter
      ::close(listener_);
      listener_ = -1;
    }
    for (int i = 0; i < count; ++i) {
      const std::uint64_t tag = events[static_cast<std::size_t>(i)].data.u64;
      if (tag == wake_tag) {
        std::uint64_t ignored = 0;
        (void)!::read(wake_, &ignored, sizeof ignored);
      } else if (tag == port_tag) {
        accept_waiting();
      } else {
        callbacks_.writable(tag);
      }
    }
    if (Clock::now() >= next_tick) {
      next_tick = Clock::now() + std::chrono::milliseconds(tick_ms_);
      callbacks_.tick();
    }
  }
}

void Acceptor::accept_waiting() {
  while (listener_ >= 0) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int fd =
        ::accept4(listener_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if ((errno == EMFILE || errno == ENFILE) && spare_ >= 0) {
        // A waiting connection that cannot be accepted would wake this thread again and again.
        ::close(std::exchange(spare_, -1));
        ::close(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
        spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
      }
      return;
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    callbacks_.arrived(fd, peer_address(address));
  }
}

std::size_t raise_file_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur;
}

}  // namespace http
