// Passwords as Argon2id hashes (libsodium's encoded form, RFC 9106).
#pragma once

#include <cstddef>
#include <string>

#include "core/worker_pool.h"

namespace users {

class PasswordHasher {
 public:
  // `mib` of memory (at least 19 in production) and `passes` over it (at least 2), in `threads` at once.
  PasswordHasher(std::size_t mib, unsigned long long passes, std::size_t threads = 1);

  // Takes tens of milliseconds and `mib` of memory: in the hash lane only.
  std::string hash(const std::string& password) const;
  bool verify(const std::string& hash, const std::string& password) const;

  // The hash was made with other parameters than today's.
  bool outdated(const std::string& hash) const;

  // A hash of a password nobody knows: checked where the user is unknown, so that it takes as long.
  const std::string& nobody() const { return nobody_; }

 private:
  std::size_t memory_;  // bytes
  unsigned long long passes_;
  mutable core::WorkerPool pool_;
  std::string nobody_;
};

}  // namespace users
