#include "load/connections.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace load {

namespace {

constexpr std::uint64_t watched = std::numeric_limits<std::uint64_t>::max();

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

void allow_as_many_files_as_possible() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void add(int epoll, int fd, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  checked(::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
    throw std::runtime_error("an answer has no number where one belongs");
  }
  return value;
}

// Of a head written by our own server, which spells its headers one way, or by Node, which has its own.
std::size_t content_length(std::string_view head) {
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(name);
    if (at != std::string_view::npos) return number(head.substr(at + name.size()));
  }
  return 0;
}

}  // namespace

Connections::Connections(std::uint16_t port, std::size_t count, OnAnswer on_answer)
    : on_answer_(std::move(on_answer)), epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
  allow_as_many_files_as_possible();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (std::size_t i = 0; i < count; ++i) {
    const int fd = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    connections_.push_back({fd, {}});
    checked(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), "connect");
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    add(epoll_, fd, i);
  }
}

Connections::~Connections() {
  for (const Connection& connection : connections_) ::close(connection.fd);
  ::close(epoll_);
}

void Connections::watch(int fd) {
  add(epoll_, fd, watched);
}

void Connections::send(std::size_t connection, std::string_view request) {
  const ssize_t sent =
      ::send(connections_[connection].fd, request.data(), request.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request.size())) throw std::runtime_error("a request could not be sent");
}

void Connections::handle(Clock::time_point until) {
  std::array<epoll_event, 256> events;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(std::max<long>(wait, 0)));
  for (int i = 0; i < count; ++i) {
    const std::uint64_t tag = events[static_cast<std::size_t>(i)].data.u64;
    if (tag != watched) receive(tag);
  }
}

void Connections::receive(std::size_t connection) {
  static std::array<char, 65536> buffer;
  std::string& received = connections_[connection].received;
  const ssize_t size = ::recv(connections_[connection].fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) throw std::runtime_error("the server has closed a connection");
  received.append(buffer.data(), static_cast<std::size_t>(size));

  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return;
  const std::size_t body = head + 4;
  const std::size_t length = content_length(std::string_view(received).substr(0, head));
  if (received.size() < body + length) return;
  // Handed over by itself, since the callback may send the next request on this connection.
  const std::string answer = std::exchange(received, {});
  on_answer_(connection, static_cast<int>(number(std::string_view(answer).substr(9, 3))),
             std::string_view(answer).substr(body, length));
}

std::string request(std::string_view method, std::string_view target, std::int64_t user,
                    std::string_view body) {
  std::string out;
  out.append(method).append(" ").append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer load-");
  out.append(std::to_string(user));
  if (!body.empty()) {
    out.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  }
  return out.append("\r\n\r\n").append(body);
}

std::string percentiles(std::string_view name, std::vector<double> times_ms) {
  if (times_ms.empty()) throw std::runtime_error("nothing was measured");
  std::sort(times_ms.begin(), times_ms.end());
  const auto at = [&](std::size_t percent) {
    return std::to_string(times_ms[std::min(times_ms.size() - 1, times_ms.size() * percent / 100)]);
  };
  return "\"" + std::string(name) + "_p50_ms\":" + at(50) + ",\"" + std::string(name) + "_p99_ms\":" + at(99);
}

}  // namespace load
