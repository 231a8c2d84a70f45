#include "users/password.h"

#include <sodium.h>

#include <limits>
#include <new>

#include "core/token.h"

namespace users {

PasswordHasher::PasswordHasher(std::size_t mib, unsigned long long passes, std::size_t threads)
    : memory_(mib * 1024 * 1024),
      passes_(passes),
      // As many wait as the hash lane has threads.
      pool_("argon2", threads, std::numeric_limits<std::size_t>::max(), core::WorkerPool::Priority::low),
      nobody_(hash(core::new_token())) {}

std::string PasswordHasher::hash(const std::string& password) const {
  return pool_.result_of([&] {
    std::string out(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str_alg(out.data(), password.data(), password.size(), passes_, memory_,
                                             crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
    out.resize(out.find('\0'));
    return out;
  });
}

bool PasswordHasher::verify(const std::string& hash, const std::string& password) const {
  return pool_.result_of(
      [&] { return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0; });
}

bool PasswordHasher::outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), passes_, memory_) != 0;
}

}  // namespace users
