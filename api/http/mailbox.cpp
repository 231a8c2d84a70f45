#include "http/mailbox.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace http {

Mailbox::Mailbox() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  reading_end_ = ends[0];
  writing_end_ = ends[1];
}

Mailbox::~Mailbox() {
  ::close(reading_end_);
  ::close(writing_end_);
}

// At most one byte a batch is under way, so the socket's buffer cannot be full.
void Mailbox::wake() const {
  const char byte = 1;
  (void)!::send(writing_end_, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

Mailbox::Batch Mailbox::take() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  return std::exchange(batch_, {});
}

Mailbox::Batch Mailbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  return std::exchange(batch_, {});
}

}  // namespace http
