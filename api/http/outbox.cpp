#include "http/outbox.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <utility>

#include "core/clock.h"

namespace http {
namespace {

// Made once a second on each thread.
std::string_view date_now() {
  static thread_local std::time_t made_at = -1;
  static thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    text = core::http_date(now * core::second);
    made_at = now;
  }
  return text;
}

// Headers that only the server may write: a second copy would contradict the bytes that follow.
bool is_ours(std::string_view name) {
  return name == "Date" || name == "Content-Length" || name == "Connection" || name == "X-Request-Id" ||
         name == "Transfer-Encoding";
}

// A line break in a value would let text from a user become a header or a whole answer.
bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

}  // namespace

std::string response_head(const Response& response, const Ticket& ticket, bool keep_alive) {
  std::string head;
  head.reserve(320);
  head.append("HTTP/1.1 ")
      .append(std::to_string(response.status))
      .append(" ")
      .append(reason(response.status));
  head.append("\r\nDate: ").append(date_now());
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    head.append("\r\nContent-Length: ").append(std::to_string(response.body ? response.body->size() : 0));
  }
  head.append("\r\nConnection: ").append(keep_alive ? "keep-alive" : "close");
  head.append("\r\nX-Request-Id: ").append(ticket.request_id);
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name) || !is_one_line(name) || !is_one_line(value)) continue;
    head.append("\r\n").append(name).append(": ").append(value);
  }
  head.append("\r\n\r\n");
  return head;
}

void Outbox::push(std::string head, Body body) {
  pieces_.push_back({std::move(head), std::move(body)});
  pending_ += pieces_.back().size();
}

Outbox::Progress Outbox::write_to(int fd) {
  while (pending_ > 0) {
    std::array<iovec, 32> parts;
    std::size_t count = 0;
    std::size_t skip = sent_;
    for (std::size_t i = first_; i < pieces_.size() && count + 2 <= parts.size(); ++i) {
      auto add = [&](const std::string& bytes) {
        if (skip < bytes.size())
          parts[count++] = {const_cast<char*>(bytes.data()) + skip, bytes.size() - skip};
        skip -= std::min(skip, bytes.size());
      };
      add(pieces_[i].head);
      if (pieces_[i].body) add(*pieces_[i].body);
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t written = ::sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? Progress::blocked : Progress::broken;
    }
    advance(static_cast<std::size_t>(written));
  }
  return Progress::drained;
}

std::size_t Outbox::own_bytes() const {
  std::size_t bytes = 0;
  for (std::size_t i = first_; i < pieces_.size(); ++i) {
    if (pieces_[i].body.use_count() == 1) bytes += pieces_[i].body->size();
  }
  return bytes;
}

void Outbox::advance(std::size_t written) {
  pending_ -= written;
  sent_ += written;
  while (first_ < pieces_.size() && sent_ >= pieces_[first_].size()) {
    sent_ -= pieces_[first_].size();
    pieces_[first_++] = {};  // lets go of the body now, not when the last answer is out
  }
  // Not only once all are sent: to who reads as fast as it answers there is always one more.
  if (first_ * 2 >= pieces_.size()) {
    pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace http
