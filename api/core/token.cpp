#include "core/token.h"

#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <stdexcept>

namespace core {

namespace {
constexpr std::size_t token_bytes = 32;
constexpr std::size_t public_id_length = 26;
constexpr std::string_view public_id_alphabet =
    "0123456789abcdefghjkmnpqrstvwxyz";  // 32: five bits a character
std::string encoded(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.resize(out.size() - 1);  // the terminating NUL
  return out;
}
}  // namespace

void init_crypto() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium found no source of randomness");
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string base64url(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string from_base64url(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  const int failed =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                        nullptr, &length, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0) return {};
  out.resize(length);
  return out;
}

std::string new_token() {
  return base64url(random_bytes(token_bytes));
}

std::string new_public_id() {
  std::string out = random_bytes(public_id_length);
  for (char& c : out) c = public_id_alphabet[static_cast<unsigned char>(c) % public_id_alphabet.size()];
  return out;
}

bool is_public_id(std::string_view text) {
  return text.size() == public_id_length && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
         });
}

std::string new_code(std::size_t digits) {
  std::string out(digits, '0');
  for (char& c : out) c = static_cast<char>('0' + randombytes_uniform(10));
  return out;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string digest(std::string_view bytes) {
  std::string out(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  return out;
}

std::string fingerprint(std::string_view bytes) {
  static const XXH64_hash_t seed = [] {
    XXH64_hash_t out = 0;
    randombytes_buf(&out, sizeof(out));
    return out;
  }();
  XXH128_canonical_t out;
  XXH128_canonicalFromHash(&out, XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed));
  return hex({reinterpret_cast<const char*>(out.digest), sizeof(out.digest)});
}

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  out.resize(bytes.size() * 2);
  return out;
}

}  // namespace core
