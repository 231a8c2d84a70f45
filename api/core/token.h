// Randomness, hashes and the text forms of both (libsodium, xxHash). init_crypto() must have run
// first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

// Throws std::runtime_error when the system has no randomness to give. Idempotent.
void init_crypto();

std::string random_bytes(std::size_t count);

// RFC 4648 base64url without padding.
std::string base64url(std::string_view bytes);
// Nothing but the exact form is taken; the empty string stands for "not that".
std::string from_base64url(std::string_view text);

// RFC 4648 base64 with padding, as mail has it.
std::string base64(std::string_view bytes);

// A bearer secret: 256 random bits, 43 characters of base64url.
std::string new_token();

// A public name that can't be guessed: 26 characters of 0-9a-z, 130 random bits.
std::string new_public_id();
bool is_public_id(std::string_view text);

// That many decimal digits, each combination as likely: for codes that people type.
std::string new_code(std::size_t digits);

// Whether two secrets are the same, in a time that tells nothing of where they differ.
bool same_secret(std::string_view a, std::string_view b);

// BLAKE2b, 32 raw bytes: how tokens are stored and request bodies are compared.
std::string digest(std::string_view bytes);

// 128 bits in hexadecimal, others when the bytes are: tells whether something has changed, at a tenth of what
// digest() costs. Another in each process, so that nobody can work out two texts that have the same.
std::string fingerprint(std::string_view bytes);

// Lower-case hexadecimal.
std::string hex(std::string_view bytes);

}  // namespace core
