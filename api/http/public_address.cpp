#include "http/public_address.h"

#include <stdexcept>
#include <utility>

#include "core/error.h"

namespace http {

namespace {

constexpr std::size_t max_host = 253 + 6;  // a domain name's length, a colon and a port

constexpr std::string_view digits = "0123456789";
constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
constexpr std::string_view of_addresses = "abcdefABCDEF0123456789:.";

bool is_made_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) return is_host(text.substr(scheme.size()));
  }
  return false;
}

}  // namespace

bool is_host(std::string_view text) {
  if (text.size() > max_host) return false;
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && end == std::string_view::npos) return false;
  const std::string_view name = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  const std::string_view rest =
      end == std::string_view::npos ? std::string_view() : text.substr(bracketed ? end + 1 : end);
  if (!is_made_of(name, bracketed ? of_addresses : of_names)) return false;
  if (rest.empty()) return true;
  return rest.front() == ':' && rest.size() <= 6 && is_made_of(rest.substr(1), digits);
}

PublicAddress::PublicAddress(std::string configured) : configured_(std::move(configured)) {
  if (configured_.empty() || is_origin(configured_)) return;
  throw std::runtime_error("the setting public_url has to be http:// or https:// and a host, without a path");
}

std::string PublicAddress::of(const Request& request) const {
  if (!configured_.empty()) return configured_;
  const auto host = request.header("host");
  if (!host || !is_host(*host)) {
    throw core::Error(400, "malformed-request", "The Host header names no host that a link could lead to.");
  }
  return (request.https ? "https://" : "http://") + std::string(*host);
}

}  // namespace http
