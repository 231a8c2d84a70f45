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
  // Bodies half received, of all connections together, since every connection may hold one of its own and
  // their sum would not fit into memory. Beyond it 503 for the one that has been on its way for longest:
  // whoever sends no faster than they must cannot keep out those who send as fast as they can.
  std::size_t buffered_bytes = std::size_t{256} * 1024 * 1024;
  // Answers that their clients have not read yet, as far as nobody else shares their bytes. Beyond it the one
  // that has been on its way for longest is cut.
  std::size_t unread_bytes = std::size_t{256} * 1024 * 1024;
  // When all of them are taken, a newcomer gets the place of the one that has been idle for longest; 503 when
  // every one has a request on its way or in flight.
  std::size_t connections = 19'000;
  int head_ms = 10'000;   // from a request's first byte to the end of its head, then 408
  int body_ms = 60'000;   // from the head's end to the body's, then 408
  int idle_ms = 75'000;   // a kept-alive connection with nothing in flight
  int write_ms = 30'000;  // without any progress of an answer: the connection is cut
  // An answer that takes longer than write_ms and its bytes at this rate is cut as well: who reads a byte now
  // and then would hold it for as long as they like.
  std::size_t least_bytes_a_second = std::size_t{8} * 1024;
};

}  // namespace http
