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

void control(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t tag) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  checked(::epoll_ctl(epoll, operation, fd, &event), "epoll_ctl");
}

constexpr std::uint64_t tag_of(std::size_t connection, std::uint32_t generation) {
  return std::uint64_t{generation} << 32 | connection;
}

// A port of our own is taken for each pair of addresses: from several, many connections may come and go.
sockaddr_in own_address(std::size_t connection) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(connection % 16));
  return address;
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
    throw std::runtime_error("an answer has no number where one belongs");
  }
  return value;
}

// Of a head written by our own server or nginx, which spell this header one way, or by Node, which has its
// own.
std::size_t content_length(std::string_view head) {
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(name);
    if (at != std::string_view::npos) return number(head.substr(at + name.size()));
  }
  return 0;
}

}  // namespace

Connections::Connections(std::uint16_t port, std::size_t count, OnAnswer on_answer, OnLost on_lost)
    : port_(port),
      on_answer_(std::move(on_answer)),
      on_lost_(std::move(on_lost)),
      epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
  allow_as_many_files_as_possible();
  connections_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    open(i, 0);
    control(epoll_, EPOLL_CTL_ADD, connections_[i].fd, EPOLLIN, tag_of(i, 0));
  }
}

Connections::~Connections() {
  for (const Connection& connection : connections_) ::close(connection.fd);
  ::close(epoll_);
}

void Connections::watch(int fd) {
  control(epoll_, EPOLL_CTL_ADD, fd, EPOLLIN, watched);
}

void Connections::open(std::size_t connection, int flags) {
  const int fd = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), "socket");
  connections_[connection].fd = fd;
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const sockaddr_in own = own_address(connection);
  checked(::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own), "bind");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  // Whether one that is being made comes to be, epoll tells.
  if ((flags & SOCK_NONBLOCK) == 0) checked(result, "connect");
}

void Connections::close(std::size_t connection) {
  Connection& gone = connections_[connection];
  ::close(std::exchange(gone.fd, -1));
  ++gone.generation;
  gone.received.clear();
  gone.first_request.clear();
}

void Connections::cut(std::size_t connection, bool at_once) {
  const linger reset{1, 0};
  if (at_once) ::setsockopt(connections_[connection].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(connection);
}

void Connections::reopen(std::size_t connection, std::string request) {
  open(connection, SOCK_NONBLOCK);
  Connection& opened = connections_[connection];
  opened.first_request = std::move(request);
  control(epoll_, EPOLL_CTL_ADD, opened.fd, EPOLLOUT, tag_of(connection, opened.generation));
}

void Connections::connected(std::size_t connection) {
  Connection& made = connections_[connection];
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(made.fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return lose(connection);
  control(epoll_, EPOLL_CTL_MOD, made.fd, EPOLLIN, tag_of(connection, made.generation));
  send(connection, std::exchange(made.first_request, {}));
}

void Connections::lose(std::size_t connection) {
  if (!on_lost_) throw std::runtime_error("the server has closed a connection");
  close(connection);
  on_lost_(connection);
}

void Connections::send(std::size_t connection, std::string_view request) {
  const ssize_t sent =
      ::send(connections_[connection].fd, request.data(), request.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  // Where connections may go, epoll tells of this one next.
  if (sent < 0 && on_lost_ && (errno == EPIPE || errno == ECONNRESET)) return;
  if (sent != static_cast<ssize_t>(request.size())) throw std::runtime_error("a request could not be sent");
}

void Connections::handle(Clock::time_point until) {
  std::array<epoll_event, 256> events;
  const auto left = std::max(until - Clock::now(), Clock::duration::zero());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec wait{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
  const int count = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &wait, nullptr);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    const std::uint64_t tag = event.data.u64;
    if (tag == watched) continue;
    const auto connection = static_cast<std::size_t>(tag & 0xffffffff);
    if (tag != tag_of(connection, connections_[connection].generation)) continue;  // gone meanwhile
    if (connections_[connection].first_request.empty()) {
      receive(connection);
    } else {
      connected(connection);
    }
  }
}

void Connections::receive(std::size_t connection) {
  static std::array<char, 65536> buffer;
  std::string& received = connections_[connection].received;
  const ssize_t size = ::recv(connections_[connection].fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) return lose(connection);
  received.append(buffer.data(), static_cast<std::size_t>(size));

  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return;
  const std::size_t body = head + 4;
  const std::size_t length = content_length(std::string_view(received).substr(0, head));
  if (received.size() < body + length) return;
  // Handed over by itself, since the callback may send the next request on this connection.
  const std::string answer = std::exchange(received, {});
  head_ = std::string_view(answer).substr(0, head);
  on_answer_(connection, static_cast<int>(number(head_.substr(9, 3))),
             std::string_view(answer).substr(body, length));
  head_ = {};
}

std::string request(std::string_view method, std::string_view target, std::int64_t user,
                    std::string_view body, std::string_view headers) {
  std::string out;
  out.append(method).append(" ").append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer load-");
  out.append(std::to_string(user));
  if (!body.empty()) {
    out.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  }
  return out.append("\r\n").append(headers).append("\r\n").append(body);
}

std::string percentiles(std::string_view name, std::vector<double> times_ms) {
  if (times_ms.empty()) throw std::runtime_error("nothing was measured");
  std::sort(times_ms.begin(), times_ms.end());
  std::string out;
  for (const auto& [label, share] : {std::pair("_p50_ms", 0.5), {"_p99_ms", 0.99}, {"_p999_ms", 0.999}}) {
    const auto at = static_cast<std::size_t>(share * static_cast<double>(times_ms.size()));
    if (!out.empty()) out += ",";
    out.append("\"").append(name).append(label).append("\":");
    out.append(std::to_string(times_ms[std::min(times_ms.size() - 1, at)]));
  }
  return out;
}

}  // namespace load
