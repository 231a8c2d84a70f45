// Every limit of the HTTP server. Sizes in bytes, times in milliseconds.
#pragma once

#include <cstddef>

namespace http {

struct ServerLimits {
  std::size_t io_threads = 2;
  std::size_t head_bytes = std::size_t{16} * 1024;         // request line and headers together: 431 beyond
  std::size_t headers = 100;                               // number of header lines: 431 beyond
  std::size_t target_bytes = std::size_t{4} * 1024;        // 414 beyond
  std::size_t body_bytes = std::size_t{11} * 1024 * 1024;  // 413 beyond
  // Bodies half received and requests queued, of all connections together: 503 for whoever goes beyond, since
  // every connection may hold a body of its own and their sum would not fit into memory.
  std::size_t buffered_bytes = std::size_t{256} * 1024 * 1024;
  std::size_t connections = 19'000;  // further ones get 503 and are closed at once
  int head_ms = 10'000;              // from a request's first byte to the end of its head, then 408
  int body_ms = 60'000;              // from the head's end to the body's, then 408
  int idle_ms = 75'000;              // a kept-alive connection with nothing in flight
  int write_ms = 30'000;             // without any progress of an answer: the connection is cut
};

}  // namespace http
