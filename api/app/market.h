// The whole server: what is built in which order, and how it starts and stops.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
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

  // Takes up what can change while it runs of settings that were read again, and the pages with it. Throws
  // std::runtime_error with a sentence for the operator before anything is changed. Not during stop().
  Changes reload(const Config& read);

  // Refuses who comes, answers what is parked, finishes what is running and makes everything that was
  // acknowledged one file. Whoever is not done after config.shutdown_ms is cut off. Idempotent.
  void stop();
  // Nothing is left to be lost: the database is closed for writes, and what still runs has nobody waiting.
  bool durable() const;
  // How long stop() takes at most, if no disk hangs.
  core::Millis shutdown_ms() const;

  // The parts that do not do their work within `limit`, comma-separated: I/O threads, lane of reads, writer.
  // Empty: all do, or it is `over`. After listen(), and not from several threads.
  std::string silent_parts(std::chrono::milliseconds limit, const std::function<bool()>& over);
  // In a line, for who looks after the service.
  std::string status() const;

  // Every route of the API.
  const std::vector<http::Route>& routes() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
