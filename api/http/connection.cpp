#include "http/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "http/exchange.h"
#include "http/io_thread.h"
#include "http/problem.h"
#include "http/request_id.h"

namespace http {
namespace {

// Enough for several pipelined answers; beyond it the next request waits until the client has read.
constexpr std::size_t outbox_high_water = std::size_t{64} * 1024;
// What may come behind a request that is yet to be answered. Nobody sends that much without waiting who does
// not mean to fill the memory.
constexpr std::size_t most_queued = std::size_t{64} * 1024;
// How much of a refused upload is read away so that its sender gets to see the refusal.
constexpr std::size_t drain_bytes = std::size_t{64} * 1024 * 1024;

bool overdue(Connection::Clock::time_point since, int limit_ms, Connection::Clock::time_point now) {
  return now - since >= std::chrono::milliseconds(limit_ms);
}

}  // namespace

Connection::Connection(IoThread& thread, Arrival arrival)
    : thread_(thread),
      server_(thread.server()),
      fd_(arrival.fd),
      peer_(std::move(arrival.peer)),
      framer_(server_.limits),
      received_(Clock::now()),
      progress_(received_) {}

Connection::~Connection() {
  thread_.count_buffered(buffered_, 0);
  thread_.count_unread(unread_, 0);
  enter(Phase::closed);
}

void Connection::receive(std::string_view bytes) {
  if (phase_ == Phase::closed) return;
  if (last_answer_) {
    drained_ += bytes.size();
    if (drained_ > drain_bytes) cut();
    return;
  }
  if (queue_.empty()) bytes.remove_prefix(serve(bytes));
  if (phase_ == Phase::open && !last_answer_) queue_.append(bytes);
  if (queue_.size() - queue_used_ > most_queued) cut();
  note_buffered();
}

void Connection::note_buffered() {
  const std::size_t now = framer_.body_size();
  thread_.count_buffered(std::exchange(buffered_, now), now);
}

void Connection::note_unread() {
  const std::size_t now = out_.own_bytes();
  thread_.count_unread(std::exchange(unread_, now), now);
}

bool Connection::receiving() const {
  return phase_ == Phase::open && !last_answer_ && exchange_ == 0 &&
         framer_.state() == RequestFramer::State::body;
}

void Connection::refuse_body() {
  refuse(core::busy(5));
}

// What has come and will not be read any more: whoever stays, or is slow to go, must not hold it.
void Connection::let_go() {
  framer_ = RequestFramer(server_.limits);
  queue_ = std::string();
  queue_used_ = 0;
  note_buffered();
}

bool Connection::may_serve() const {
  return phase_ == Phase::open && !last_answer_ && exchange_ == 0 && out_.pending() <= outbox_high_water;
}

// Frames and starts requests until one has to be waited for; returns how many bytes it used. Pipelined
// answers that are given at once go out together.
std::size_t Connection::serve(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && may_serve()) {
    used += serve_batch(bytes.substr(used));
    flush();
  }
  return used;
}

std::size_t Connection::serve_batch(std::string_view bytes) {
  std::size_t used = 0;
  serving_ = true;
  while (used < bytes.size() && may_serve()) {
    const bool was_idle = framer_.idle();
    const bool was_head = framer_.state() == RequestFramer::State::head;
    used += framer_.feed(bytes.substr(used));
    if (was_idle || (was_head && framer_.state() == RequestFramer::State::body)) received_ = Clock::now();
    if (framer_.state() == RequestFramer::State::complete) {
      start_request();
    } else if (framer_.state() == RequestFramer::State::failed) {
      refuse(framer_.error());
    } else if (framer_.state() == RequestFramer::State::body && used == bytes.size() &&
               framer_.take_expectation()) {
      push("HTTP/1.1 100 Continue\r\n\r\n", nullptr);
    }
  }
  serving_ = false;
  note_busy();
  return used;
}

void Connection::start_request() {
  Request request = framer_.take();
  request.id = new_request_id();
  request.peer = peer_;
  exchange_ = thread_.next_exchange();
  auto target = std::make_shared<Reply::Target>(
      thread_.mailbox(),
      Ticket{fd_, exchange_, request.method == Method::head, request.keep_alive, request.id});
  target_ = target;
  note_busy();
  const std::string id = request.id;
  try {
    server_.app(std::move(request), Reply(target));
  } catch (...) {  // also what is no std::exception: past this frame it would end the process
    target->send(problem(internal_error(), id));
  }
}

void Connection::answer(const Ticket& ticket, Response response) {
  if (phase_ != Phase::open || exchange_ == 0 || ticket.exchange != exchange_) return;
  exchange_ = 0;
  target_.reset();
  received_ = Clock::now();
  last_answer_ = !ticket.keep_alive || response.close || server_.draining;
  const bool bodiless = ticket.head_only || response.status == 204 || response.status == 304;
  std::string head = response_head(response, ticket, !last_answer_);
  push(std::move(head), bodiless ? nullptr : std::move(response.body));
  if (serving_) return;
  flush();
  if (!queue_.empty()) thread_.resume_later(fd_);
}

void Connection::resume() {
  if (queue_.empty() || serving_) return;
  queue_used_ += serve(std::string_view(queue_).substr(queue_used_));
  // Moving the rest to the front only when half is used keeps the cost linear for a long queue of short
  // requests.
  if (queue_used_ * 2 >= queue_.size()) {
    queue_.erase(0, queue_used_);
    queue_used_ = 0;
  }
  note_buffered();
}

// After a fault in framing nobody knows where the next request begins, so the refusal is the last answer.
void Connection::refuse(const core::Error& error) {
  ++server_.malformed;
  const Ticket ticket{fd_, 0, false, false, new_request_id()};
  const Response response = problem(error, ticket.request_id);
  push(response_head(response, ticket, false), response.body);
  last_answer_ = true;
  let_go();
  if (!serving_) flush();
}

void Connection::push(std::string head, Body body) {
  if (out_.empty()) {
    progress_ = answering_ = Clock::now();
    owed_ = 0;
  }
  const std::size_t before = out_.pending();
  out_.push(std::move(head), std::move(body));
  owed_ += out_.pending() - before;
}

void Connection::writable() {
  if (out_.empty() || phase_ != Phase::open) return;
  flush();
  if (!queue_.empty()) thread_.resume_later(fd_);
}

void Connection::flush() {
  if (phase_ != Phase::open) return;
  const std::size_t before = out_.pending();
  const Outbox::Progress result = out_.write_to(fd_);
  if (out_.pending() < before) progress_ = Clock::now();
  note_busy();
  note_unread();
  if (phase_ != Phase::open) return;  // cut, as it was the oldest of too many
  if (result == Outbox::Progress::broken) {
    cut();
  } else if (result == Outbox::Progress::blocked) {
    thread_.watch_writable(fd_, std::exchange(watched_, true));
  } else if (last_answer_) {
    enter(Phase::draining);
    progress_ = Clock::now();
    ::shutdown(fd_, SHUT_WR);
  }
}

void Connection::enter(Phase phase) {
  if (phase == Phase::draining) ++server_.leaving;
  if (phase_ == Phase::draining) --server_.leaving;
  phase_ = phase;
  note_busy();
}

void Connection::note_busy() {
  const bool coming = framer_.state() == RequestFramer::State::body && !last_answer_;
  const bool busy = phase_ == Phase::open && (coming || exchange_ != 0 || !out_.empty());
  if (busy == busy_) return;
  busy_ = busy;
  thread_.count_busy(busy);
}

void Connection::refuse_incomplete() {
  if (receiving()) refuse(shutting_down());
}

bool Connection::too_slow(Clock::time_point now) const {
  if (out_.empty()) return false;
  const ServerLimits& limits = server_.limits;
  const auto time = std::chrono::seconds(owed_ / limits.least_bytes_a_second);
  return now - answering_ >= std::chrono::milliseconds(limits.write_ms) + time;
}

void Connection::check_deadlines(Clock::time_point now) {
  const ServerLimits& limits = server_.limits;
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::draining || !out_.empty()) {
    if (overdue(progress_, limits.write_ms, now) || too_slow(now)) cut();
  } else if (exchange_ != 0) {
    return;  // the app keeps its own deadlines
  } else if (framer_.state() == RequestFramer::State::body) {
    if (overdue(received_, limits.body_ms, now)) {
      refuse({408, "request-timeout", "The body of the request did not come in time."});
    }
  } else if (framer_.idle()) {
    if (overdue(received_, limits.idle_ms, now)) cut();
  } else if (overdue(received_, limits.head_ms, now)) {
    refuse({408, "request-timeout", "The head of the request did not come in time."});
  }
}

void Connection::cut() {
  if (phase_ == Phase::closed) return;
  enter(Phase::closed);
  ::shutdown(fd_, SHUT_RDWR);
  // Pistache may take its time to notice.
  let_go();
  out_ = Outbox();
  note_unread();
}

void Connection::abandon() {
  enter(Phase::closed);
  if (std::exchange(exchange_, 0) == 0) return;
  if (const auto target = target_.lock()) target->client_left();
}

}  // namespace http
