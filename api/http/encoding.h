// Bytes made smaller for the way, and what of that a client takes (RFC 9110, 12.5.3).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "http/response.h"

namespace http {

enum class Coding { identity, gzip, br };

// As it stands in Content-Encoding: "gzip".
std::string_view name(Coding coding);

// The coding that a client with this Accept-Encoding (none: no such header) likes best; of equals the
// smallest. Identity where it takes nothing that we have: it was sent so to everybody who says nothing.
Coding preferred_coding(std::optional<std::string_view> accept_encoding);

// `bytes` in that coding, at a level that takes some milliseconds for a hundred kilobytes. Identity gives
// them back.
std::string encoded(std::string_view bytes, Coding coding);

// A body that is sent again and again, in each coding: made when it is first asked for. Any thread.
class Encodings {
 public:
  explicit Encodings(Body body) : body_(std::move(body)) {}

  // Null where the body itself is what to send: it is asked for so, or does not get smaller.
  Body in(Coding coding) const;
  // Whether in() would not have to make it.
  bool has(Coding coding) const;

 private:
  struct Encoded {
    std::once_flag once;
    std::atomic<bool> made = false;
    Body body;
  };
  Body body_;
  Encoded& kept(Coding coding) const { return coding == Coding::br ? br_ : gzip_; }
  mutable Encoded gzip_;
  mutable Encoded br_;
};

// Sends a response with a strong ETag, whose body these are, in the coding that the client likes best: other
// bytes, so its tag becomes another ("…-br"). `Vary` is the caller's.
void encode(Response& response, const Encodings& encodings, std::optional<std::string_view> accept_encoding);

// The same for threads that must not take so long: false, and nothing is done, where the coding is not made
// yet.
bool encode_if_made(Response& response, const Encodings& encodings,
                    std::optional<std::string_view> accept_encoding);

}  // namespace http
