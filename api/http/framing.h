// HTTP/1.1 requests out of a stream of bytes (RFC 9112), without any I/O.
//
// Strict on purpose: whatever a proxy in front could read differently (two lengths, a length with chunks,
// folded headers, bare line feeds) is refused, because such a difference lets one client smuggle a request
// into another's.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "http/limits.h"
#include "http/request.h"

namespace http {

class RequestFramer {
 public:
  enum class State { head, body, complete, failed };

  explicit RequestFramer(const ServerLimits& limits) : limits_(limits) {}

  // Takes bytes until a request is complete or wrong; returns how many it took. The result depends on the
  // bytes alone, not on where the network cut them, and the cost is linear in them.
  std::size_t feed(std::string_view input);

  State state() const { return state_; }
  // Not one byte of the next request has come yet.
  bool idle() const { return state_ == State::head && stage_ == Stage::request_line && partial_.empty(); }
  // Bytes of the body so far.
  std::size_t body_size() const { return request_.body.size(); }
  // True once for a request whose client waits for `100 Continue` before it sends the body.
  bool take_expectation();
  // The complete request, without id and peer; the framer begins anew. Only in State::complete.
  Request take();
  // Why it failed. Only in State::failed; there is no way on from there, for the borders are lost.
  const core::Error& error() const { return *error_; }

 private:
  enum class Stage { request_line, header, body, chunk_size, chunk_data, chunk_end, trailer };

  std::size_t line_limit() const;
  core::Error line_too_long() const;
  std::optional<std::string_view> take_line(std::string_view& rest);
  void on_line(std::string_view line);
  void on_request_line(std::string_view line);
  void on_header(std::string_view line);
  void on_content_length(std::string_view value);
  void on_transfer_encoding(std::string_view value);
  void on_connection(std::string_view value);
  void on_head_end();
  void on_chunk_size(std::string_view line);
  void take_data(std::string_view& rest);

  ServerLimits limits_;
  State state_ = State::head;
  Stage stage_ = Stage::request_line;
  std::unique_ptr<core::Error> error_;
  std::string partial_;    // the beginning of a line whose end has not come yet
  std::size_t used_ = 0;   // bytes of the head (or of the trailer section) so far
  std::size_t lines_ = 0;  // its field lines so far
  bool skipped_blank_ = false;

  Request request_;
  std::optional<std::string> authority_;
  bool http_1_0_ = false;
  std::size_t hosts_ = 0;
  std::optional<std::size_t> content_length_;
  bool chunked_ = false;
  bool expects_continue_ = false;
  std::size_t missing_ = 0;  // bytes of the body, or of the chunk, still to come
};

}  // namespace http
