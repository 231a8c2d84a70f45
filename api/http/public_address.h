// Where the market is reached from outside: what links that leave it (feeds, shared pages) begin with.
#pragma once

#include <string>
#include <string_view>

#include "http/request.h"

namespace http {

class PublicAddress {
 public:
  // "https://market.example.ac.kr", or empty: then it is the address that each request was sent to. Throws
  // std::runtime_error with a sentence for the operator.
  explicit PublicAddress(std::string configured);

  // Scheme, host and port, without a slash at the end. Throws core::Error 400 `malformed-request` when only
  // the request could tell and its Host is none that a link may lead to.
  std::string of(const Request& request) const;

 private:
  const std::string configured_;
};

// Whether the text is a host that may stand in a link: a name or an address, in brackets when it has colons,
// and perhaps a port. Narrower than is_authority(): nothing that ends a text in HTML or XML.
bool is_host(std::string_view text);

}  // namespace http
