#include "http/exchange.h"

#include <utility>

#include "http/io_thread.h"
#include "http/problem.h"

namespace http {

void Reply::send(Response response) const {
  if (target_) target_->send(std::move(response));
}

void Reply::hand_over(std::function<void()> task) const {
  if (target_) return target_->hand_over(std::move(task));
  task();
}

void Reply::on_gone(std::function<void()> callback) const {
  if (target_) target_->on_gone(std::move(callback));
}

Reply::Target::~Target() {
  if (state_ != State::waiting) return;
  try {
    deliver(problem(internal_error(), ticket_.request_id));
  } catch (...) {  // out of memory: the client runs into its own timeout
  }
}

void Reply::Target::send(Response response) {
  std::function<void()>
      unused;  // destroyed after the lock: it may hold the last copy of something with a lock of its own
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::waiting) return;
    state_ = State::answered;
    unused = std::exchange(callback_, nullptr);
  }
  deliver(std::move(response));
}

void Reply::Target::hand_over(std::function<void()> task) const {
  const bool taken = mailbox_->post([&](Mailbox::Batch& batch) { batch.tasks.push_back(std::move(task)); });
  if (!taken) task();
}

void Reply::Target::on_gone(std::function<void()> callback) {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::answered) return;
    if (state_ == State::waiting) {
      callback_ = std::move(callback);
      return;
    }
  }
  callback();
}

void Reply::Target::client_left() {
  std::function<void()> callback;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::waiting) return;
    state_ = State::gone;
    callback = std::exchange(callback_, nullptr);
  }
  if (callback) callback();
}

void Reply::Target::deliver(Response response) {
  IoThread* here = IoThread::current();
  if (here != nullptr && here->mailbox() == mailbox_) {
    here->deliver(ticket_, std::move(response));
  } else {
    mailbox_->post([&](Mailbox::Batch& batch) { batch.answers.push_back({ticket_, std::move(response)}); });
  }
}

}  // namespace http
