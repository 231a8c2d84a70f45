// The whole server: what is built in which order, and how it starts and stops.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/config.h"
#include "http/router.h"

namespace app {

class Market {
 public:
  // Opens the data directory (made when missing), migrates, and builds everything. Throws std::runtime_error
  // with a sentence for the operator.
  explicit Market(const Config& config);
  ~Market();  // stops
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

  // Accepts connections from now on; returns the port. Throws as http::Server::listen does.
  std::uint16_t listen();

  // Answers what is parked, finishes what is running (config.shutdown_ms at most), closes. Idempotent.
  void stop();

  // Every route of the API.
  const std::vector<http::Route>& routes() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
