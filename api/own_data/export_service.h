// Who may have their data when.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "core/clock.h"
#include "db/database.h"
#include "http/rate_limit.h"
#include "own_data/exporter.h"

namespace own_data {

class ExportService {
 public:
  // `per_hour` documents a user; 0: as many as they like.
  ExportService(db::Database& database, const core::Clock& clock, const Exporter& exporter,
                std::int64_t per_hour)
      : database_(database), clock_(clock), exporter_(exporter), limit_(per_hour, per_hour, core::hour) {}

  // Db lane. All of it as it was at one moment. Throws 429, and 503 `busy` while another one is being made:
  // such a document may have tens of megabytes, and a thread of the lane is its alone meanwhile.
  std::string make(const Subject& subject);

  // Adds the RateLimit headers.
  void describe_limit(http::Response& response, core::UserId user);

 private:
  db::Database& database_;
  const core::Clock& clock_;
  const Exporter& exporter_;
  http::RateLimit limit_;
  std::mutex one_at_a_time_;
};

}  // namespace own_data
