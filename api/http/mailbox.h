// How other threads reach an I/O thread: a locked box beside a socket pair whose one end Pistache watches.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "http/response.h"

namespace http {

// Which request an answer is for, and what the answer must know of it. `exchange` is unique on its I/O thread
// for as long as the server lives, so that an answer that comes late can never reach whoever has the
// descriptor by then.
struct Ticket {
  int fd = -1;
  std::uint64_t exchange = 0;
  bool head_only = false;
  bool keep_alive = true;
  std::string request_id;
};

struct Answer {
  Ticket ticket;
  Response response;
};

// An accepted connection on its way to its I/O thread.
struct Arrival {
  int fd = -1;
  std::string peer;
};

class Mailbox {
 public:
  struct Batch {
    std::vector<Arrival> arrivals;
    std::vector<Answer> answers;
    std::vector<int> writable;  // descriptors whose peer reads again: a hint, checked by the reader
    std::vector<std::shared_ptr<void>> questions;  // to be let go of: that is the answer
    std::size_t displaced = 0;                     // idle connections that others need the place of
    bool scan = false;                             // look for overdue connections
    bool refuse_incomplete = false;                // end requests whose rest there is no time for
    bool close_all = false;
  };

  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Changes the batch under the lock and wakes the I/O thread, once a batch. False if the thread is gone.
  template <typename Change>
  bool post(Change change) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    change(batch_);
    if (!std::exchange(woken_, true)) wake();
    return true;
  }

  Batch take();
  // From now on nothing is taken in. What is left is returned: arrivals in it still have to be closed.
  Batch close();
  int reading_end() const { return reading_end_; }

 private:
  void wake() const;

  std::mutex mutex_;
  Batch batch_;
  bool woken_ = false;
  bool closed_ = false;
  int reading_end_ = -1;
  int writing_end_ = -1;
};

}  // namespace http
