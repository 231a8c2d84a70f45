// One client's connection: bytes in, one request at a time to the app, its answer out. Lives on one I/O
// thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/framing.h"
#include "http/outbox.h"
#include "http/server.h"

namespace http {

class IoThread;
struct ServerState;

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(IoThread& thread, Arrival arrival);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void receive(std::string_view bytes);
  // Ignored unless the ticket is of the request in flight.
  void answer(const Ticket& ticket, Response response);
  // Goes on with requests that were queued behind an answer.
  void resume();
  // The peer reads again.
  void writable();
  // The server ends: a request whose body is still coming is refused.
  void refuse_incomplete();
  void check_deadlines(Clock::time_point now);
  // Ends the connection; Pistache notices and calls IoThread::lost, which destroys it.
  void cut();
  // The client has gone: whoever prepares an answer is told.
  void abandon();

  // Nothing of a request has come but perhaps a part of its head, and there is nothing to be sent; or it is
  // draining.
  bool idle() const { return phase_ != Phase::closed && !busy_; }
  Clock::time_point idle_since() const { return phase_ == Phase::draining ? progress_ : received_; }
  // A body on its way, and since when; what has come of it.
  bool receiving() const;
  Clock::time_point receiving_since() const { return received_; }
  std::size_t buffered() const { return buffered_; }
  // The body gives way to others'.
  void refuse_body();
  // Bytes of answers that are waiting to be read, and since when.
  std::size_t unread() const { return unread_; }
  Clock::time_point unread_since() const { return answering_; }

 private:
  // open: serving. draining: the last answer is out, what the client still sends is read and thrown away,
  // because closing with unread bytes resets the connection and can destroy the answer on its way. closed:
  // cut.
  enum class Phase { open, draining, closed };

  bool may_serve() const;
  std::size_t serve(std::string_view bytes);
  std::size_t serve_batch(std::string_view bytes);
  void start_request();
  void refuse(const core::Error& error);
  void push(std::string head, Body body);
  void flush();
  void note_busy();
  void enter(Phase phase);
  void note_buffered();
  void note_unread();
  void let_go();
  bool too_slow(Clock::time_point now) const;

  IoThread& thread_;
  ServerState& server_;
  const int fd_;
  const std::string peer_;
  RequestFramer framer_;
  Outbox out_;
  std::string queue_;           // what came behind the request in flight
  std::size_t queue_used_ = 0;  // of it, already served
  std::weak_ptr<Reply::Target> target_;
  std::uint64_t exchange_ = 0;  // the request in flight; 0: none
  Phase phase_ = Phase::open;
  bool last_answer_ = false;  // close when the outbox is empty
  bool serving_ =
      false;  // inside serve_batch(): answers wait for its end, so that pipelined ones go out together
  bool busy_ = false;         // counted in ServerState::busy
  bool watched_ = false;      // known to the watcher of writability
  std::size_t buffered_ = 0;  // counted by the thread, as the next is
  std::size_t unread_ = 0;
  std::size_t owed_ = 0;  // bytes of answers since the outbox was last empty
  std::size_t drained_ = 0;
  Clock::time_point received_;   // the idle time, the head's and the body's count from here
  Clock::time_point progress_;   // of writing or draining
  Clock::time_point answering_;  // when the outbox was last empty
};

}  // namespace http
