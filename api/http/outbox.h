// What a connection still has to send.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "http/mailbox.h"
#include "http/response.h"

namespace http {

// The status line and headers of an answer, with Date, Content-Length, Connection and X-Request-Id.
std::string response_head(const Response& response, const Ticket& ticket, bool keep_alive);

class Outbox {
 public:
  enum class Progress { drained, blocked, broken };

  void push(std::string head, Body body = nullptr);
  // Writes without waiting, straight from the pieces: a cached body is never copied.
  Progress write_to(int fd);
  std::size_t pending() const { return pending_; }
  bool empty() const { return pending_ == 0; }
  // Bytes of bodies that only this outbox keeps in memory.
  std::size_t own_bytes() const;

 private:
  struct Piece {
    std::string head;
    Body body;
    std::size_t size() const { return head.size() + (body ? body->size() : 0); }
  };

  void advance(std::size_t written);

  std::vector<Piece> pieces_;
  std::size_t first_ = 0;    // pieces before it are sent
  std::size_t sent_ = 0;     // of the first piece
  std::size_t pending_ = 0;  // bytes in all
};

}  // namespace http
