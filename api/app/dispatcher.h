// Takes each request from the HTTP server to its route's lane and its answer back.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "app/access.h"
#include "app/config.h"
#include "core/clock.h"
#include "core/worker_pool.h"
#include "db/sqlite.h"
#include "http/auth.h"
#include "http/router.h"
#include "http/server.h"
#include "http/static_files.h"
#include "metrics/request_stats.h"
#include "metrics/sources.h"

namespace app {

class Dispatcher {
 public:
  Dispatcher(const Config& config, const core::Clock& clock, db::SqliteDatabase& database,
             http::Authenticator& authenticator, http::StaticFiles files, std::vector<http::Route> routes);

  // http::Server::App: on an I/O thread; never blocks, never throws.
  void handle(http::Request&& request, http::Reply reply);

  // Finishes what the lanes have taken. Idempotent.
  void stop();

  // For tasks that answer parked requests: false when its queue is full.
  [[nodiscard]] bool post_db(core::WorkerPool::Task task) { return db_lane_.try_post(std::move(task)); }

  // For whoever watches: what was answered, and the lanes db, write, hash and image.
  const metrics::RequestStats& requests() const { return stats_; }
  std::vector<metrics::Lane> lanes() const;

 private:
  struct Job;

  void route(const std::shared_ptr<Job>& job);
  void run(const std::shared_ptr<Job>& job);
  void run_in_writer(const std::shared_ptr<Job>& job);
  void require_again(Job& job) const;
  void answer(Job& job, http::Response response);
  void refuse(Job& job, const std::exception_ptr& failure);
  http::Response options(const Job& job, const std::string& allowed) const;
  void add_common_headers(const Job& job, http::Response& response) const;

  const core::Clock& clock_;
  db::SqliteDatabase& database_;
  http::Authenticator& authenticator_;
  const http::StaticFiles files_;
  const http::Router router_;
  metrics::RequestStats stats_{router_.routes()};
  const std::vector<std::string> allowed_origins_;
  const std::vector<std::string> trusted_proxies_;
  const bool log_users_;
  const Membership membership_;
  core::WorkerPool db_lane_;
  core::WorkerPool hash_lane_;
  core::WorkerPool image_lane_;
};

}  // namespace app
