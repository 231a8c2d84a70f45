// Every limit of the HTTP server. Sizes in bytes, times in milliseconds.
#pragma once

#include <cstddef>

namespace http {

struct ServerLimits {
  std::size_t io_threads = 2;
  std::size_t head_bytes = 16 * 1024;         // request line and headers together: 431 beyond
  std::size_t headers = 100;                  // number of header lines: 431 beyond
  std::size_t target_bytes = 4 * 1024;        // 414 beyond
  std::size_t body_bytes = 11 * 1024 * 1024;  // 413 beyond
  std::size_t connections = 19'000;           // further ones get 503 and are closed at once
  int head_ms = 10'000;                       // from a request's first byte to the end of its head, then 408
  int body_ms = 60'000;                       // from the head's end to the body's, then 408
  int idle_ms = 75'000;                       // a kept-alive connection with nothing in flight
  int write_ms = 30'000;                      // without any progress of an answer: the connection is cut
};

}  // namespace http
