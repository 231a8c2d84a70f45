#include "http/request_id.h"

#include <sodium.h>

#include <array>
#include <cstddef>

namespace http {
namespace {

constexpr std::size_t id_bytes = 16;

// Random bytes are drawn for 256 ids at once: a system call for each would cost more than the rest of an
// answer.
struct Pool {
  std::array<unsigned char, 256 * id_bytes> bytes;
  std::size_t used = sizeof bytes;

  const unsigned char* take() {
    if (used == bytes.size()) {
      randombytes_buf(bytes.data(), bytes.size());
      used = 0;
    }
    const unsigned char* next = bytes.data() + used;
    used += id_bytes;
    return next;
  }
};

}  // namespace

std::string new_request_id() {
  static thread_local Pool pool;
  static constexpr char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  const unsigned char* bytes = pool.take();
  // 26 digits hold 130 bits: the first one has the two missing bits as zeros.
  std::string id(26, '0');
  unsigned window = 0;
  unsigned bits = 2;
  std::size_t at = 0;
  for (char& digit : id) {
    if (bits < 5) {
      window = (window << 8 | bytes[at++]) & 0xfffu;
      bits += 8;
    }
    bits -= 5;
    digit = alphabet[window >> bits & 31u];
  }
  return id;
}

}  // namespace http
