#include "http/framing.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "http/field.h"
#include "http/target.h"

namespace http {
namespace {

// A request line is its target and at most this much around it ("OPTIONS  HTTP/1.1" and the line's end).
constexpr std::size_t around_target = 64;
// A chunk's size and its extensions, which nobody uses.
constexpr std::size_t chunk_line_bytes = 256;

core::Error malformed(const char* detail) {
  return {400, "malformed-request", detail};
}

core::Error body_too_large(std::size_t limit) {
  return {413, "body-too-large", "The body is larger than the " + std::to_string(limit) + " bytes allowed."};
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::optional<Method> known_method(std::string_view name_in) {
  for (Method method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    if (name(method) == name_in) return method;
  }
  return std::nullopt;
}

// "HTTP/1.1" tells true for 1.0.
bool is_http_1_0(std::string_view version) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !digit(version[5]) || version[6] != '.' ||
      !digit(version[7])) {
    throw malformed("The request line does not end with an HTTP version.");
  }
  if (version == "HTTP/1.0") return true;
  if (version == "HTTP/1.1") return false;
  throw core::Error(505, "http-version-not-supported", "This server speaks HTTP/1.1 and HTTP/1.0.");
}

}  // namespace

std::size_t RequestFramer::feed(std::string_view input) {
  std::string_view rest = input;
  try {
    while (!rest.empty() && (state_ == State::head || state_ == State::body)) {
      if (stage_ == Stage::body || stage_ == Stage::chunk_data) {
        take_data(rest);
      } else if (const auto line = take_line(rest)) {
        on_line(*line);
        partial_.clear();
      }
    }
  } catch (const core::Error& error) {
    error_ = std::make_unique<core::Error>(error);
    state_ = State::failed;
  }
  return input.size() - rest.size();
}

bool RequestFramer::take_expectation() {
  return std::exchange(expects_continue_, false);
}

Request RequestFramer::take() {
  Request complete = std::move(request_);
  std::string line_buffer = std::move(partial_);  // keeps its memory for the next request's lines
  const ServerLimits limits = limits_;
  *this = RequestFramer(limits);
  partial_ = std::move(line_buffer);
  partial_.clear();
  return complete;
}

std::size_t RequestFramer::line_limit() const {
  switch (stage_) {
    case Stage::request_line:
      return std::min(limits_.target_bytes + around_target, limits_.head_bytes);
    case Stage::chunk_size:
      return chunk_line_bytes;
    case Stage::chunk_end:
      return 2;
    default:
      return limits_.head_bytes - used_;
  }
}

core::Error RequestFramer::line_too_long() const {
  switch (stage_) {
    case Stage::request_line:
      return {414, "target-too-long", "The address of the request is too long."};
    case Stage::chunk_size:
      return malformed("A chunk's size line is too long.");
    case Stage::chunk_end:
      return malformed("A chunk is longer than its size says.");
    default:
      return {431, "headers-too-large", "The headers of the request are too large."};
  }
}

// The next line without its CRLF, or nothing while its end has not come. The limit counts the whole line, so
// that it strikes at the same byte whether the line comes at once or in drops.
std::optional<std::string_view> RequestFramer::take_line(std::string_view& rest) {
  const std::size_t newline = rest.find('\n');
  const bool ends = newline != std::string_view::npos;
  std::string_view line = ends ? rest.substr(0, newline + 1) : rest;
  if (partial_.size() + line.size() > line_limit()) throw line_too_long();
  rest.remove_prefix(line.size());
  if (!ends || !partial_.empty()) {
    partial_.append(line);
    line = partial_;
  }
  if (!ends) return std::nullopt;
  used_ += line.size();
  if (line.size() < 2 || line[line.size() - 2] != '\r')
    throw malformed("A line does not end with CR and LF.");
  line.remove_suffix(2);
  const bool has_control = std::any_of(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
  if (has_control) throw malformed("The request has a control character where none may be.");
  return line;
}

void RequestFramer::on_line(std::string_view line) {
  switch (stage_) {
    case Stage::request_line:
      // Some clients send an empty line after a body; RFC 9112, section 2.2, asks to let one pass.
      if (line.empty() && !skipped_blank_) {
        skipped_blank_ = true;
      } else {
        on_request_line(line);
      }
      break;
    case Stage::header:
      if (line.empty()) {
        on_head_end();
      } else {
        on_header(line);
      }
      break;
    case Stage::chunk_size:
      on_chunk_size(line);
      break;
    case Stage::chunk_end:
      stage_ = Stage::chunk_size;
      break;
    case Stage::trailer:
      // Trailers are let pass within the limits of a head and then forgotten: nothing may come in through
      // them.
      if (line.empty()) {
        state_ = State::complete;
      } else if (++lines_ > limits_.headers) {
        throw line_too_long();
      }
      break;
    case Stage::body:
    case Stage::chunk_data:
      break;  // have no lines
  }
}

void RequestFramer::on_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || line.find(' ', first + 1) != last ||
      line.find('\t') != std::string_view::npos) {
    throw malformed("The request line is not a method, an address and a version with single spaces between.");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) throw malformed("The method has a character that none may have.");
  http_1_0_ = is_http_1_0(line.substr(last + 1));
  const auto known = known_method(method);
  if (!known) throw core::Error(501, "method-not-implemented", "This server does not know that method.");
  if (target.size() > limits_.target_bytes) throw line_too_long();

  Target parsed = parse_target(target, *known);
  request_.method = *known;
  request_.target = std::string(target);
  request_.path = std::move(parsed.path);
  request_.query = std::move(parsed.query);
  request_.keep_alive = !http_1_0_;
  authority_ = std::move(parsed.authority);
  stage_ = Stage::header;
}

void RequestFramer::on_header(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') throw malformed("A header is folded over two lines.");
  if (++lines_ > limits_.headers) {
    throw core::Error(431, "headers-too-large", "The request has too many headers.");
  }
  const std::size_t colon = std::min(line.find(':'), line.size());
  if (colon == line.size()) throw malformed("A header has no colon.");
  // Also refuses white space before the colon, which proxies read as part of the name or not.
  if (!is_token(line.substr(0, colon)))
    throw malformed("A header's name has a character that none may have.");
  std::string field = core::lower_ascii(line.substr(0, colon));
  const std::string_view value = trim(line.substr(colon + 1));

  if (field == "content-length") {
    on_content_length(value);
  } else if (field == "transfer-encoding") {
    on_transfer_encoding(value);
  } else if (field == "connection") {
    on_connection(value);
  } else if (field == "host") {
    if (++hosts_ > 1) throw malformed("The request has two Host headers.");
    if (!is_authority(value)) throw malformed("The Host header is not a host.");
  } else if (field == "expect" && !http_1_0_) {
    if (core::lower_ascii(value) != "100-continue") {
      throw core::Error(417, "expectation-failed", "The only expectation this server meets is 100-continue.");
    }
    expects_continue_ = true;
  }
  request_.headers.emplace_back(std::move(field), value);
}

void RequestFramer::on_content_length(std::string_view value) {
  if (content_length_) throw malformed("The request has two Content-Length headers.");
  const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (value.empty() || !digits) throw malformed("Content-Length is not a number.");
  std::size_t length = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), length);
  if (parsed.ec != std::errc() || length > limits_.body_bytes) throw body_too_large(limits_.body_bytes);
  content_length_ = length;
}

void RequestFramer::on_transfer_encoding(std::string_view value) {
  if (chunked_ || http_1_0_ || value.empty())
    throw malformed("The request has an invalid Transfer-Encoding.");
  for_each_list_item(value, [&](std::string_view coding) {
    if (core::lower_ascii(coding) != "chunked") {
      throw core::Error(501, "transfer-encoding-not-supported",
                        "The only transfer coding this server knows is chunked.");
    }
    if (chunked_) throw malformed("The request is chunked twice.");
    chunked_ = true;
  });
  if (!chunked_) throw malformed("The request has an invalid Transfer-Encoding.");
}

void RequestFramer::on_connection(std::string_view value) {
  for_each_list_item(value, [&](std::string_view option) {
    const std::string lower = core::lower_ascii(option);
    if (lower == "close") request_.keep_alive = false;
    if (lower == "keep-alive" && http_1_0_) request_.keep_alive = true;
  });
}

void RequestFramer::on_head_end() {
  if (hosts_ == 0 && !http_1_0_) throw malformed("The request has no Host header.");
  if (content_length_ && chunked_) throw malformed("The request has both a Content-Length and chunks.");
  if (authority_) {
    for (auto& [field, value] : request_.headers) {
      if (field == "host") value = *authority_;
    }
  }
  if (chunked_) {
    stage_ = Stage::chunk_size;
    state_ = State::body;
  } else if (content_length_.value_or(0) > 0) {
    missing_ = *content_length_;
    stage_ = Stage::body;
    state_ = State::body;
  } else {
    expects_continue_ = false;
    state_ = State::complete;
  }
}

void RequestFramer::on_chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  if (digits.empty() || digits.size() > 16) throw malformed("A chunk's size is not a hexadecimal number.");
  std::size_t size = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) {
    throw malformed("A chunk's size is not a hexadecimal number.");
  }
  if (size > limits_.body_bytes - request_.body.size()) throw body_too_large(limits_.body_bytes);
  if (size == 0) {
    stage_ = Stage::trailer;
    used_ = 0;
    lines_ = 0;
  } else {
    missing_ = size;
    stage_ = Stage::chunk_data;
  }
}

void RequestFramer::take_data(std::string_view& rest) {
  const std::size_t size = std::min(missing_, rest.size());
  request_.body.append(rest.substr(0, size));
  rest.remove_prefix(size);
  missing_ -= size;
  if (missing_ > 0) return;
  if (stage_ == Stage::body) {
    state_ = State::complete;
  } else {
    stage_ = Stage::chunk_end;
  }
}

}  // namespace http
