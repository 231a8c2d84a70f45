// The server's side of a Reply.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "http/mailbox.h"
#include "http/server.h"

namespace http {

class Reply::Target {
 public:
  Target(std::shared_ptr<Mailbox> mailbox, Ticket ticket)
      : mailbox_(std::move(mailbox)), ticket_(std::move(ticket)) {}
  ~Target();
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  void send(Response response);
  void hand_over(std::function<void()> task) const;
  void on_gone(std::function<void()> callback);
  // Called by the connection when its client leaves.
  void client_left();

 private:
  enum class State { waiting, answered, gone };

  void deliver(Response response);

  // Holding the mailbox, not the thread, lets a Reply outlive the server: its box is closed by then.
  const std::shared_ptr<Mailbox> mailbox_;
  const Ticket ticket_;
  std::mutex mutex_;  // guards what follows
  State state_ = State::waiting;
  std::function<void()> callback_;
};

}  // namespace http
