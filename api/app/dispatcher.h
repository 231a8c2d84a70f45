// Takes each request from the HTTP server to its route's lane and its answer back.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "app/access.h"
#include "app/config.h"
#include "app/live_settings.h"
#include "core/clock.h"
#include "core/worker_pool.h"
#include "db/sqlite.h"
#include "http/auth.h"
#include "http/router.h"
#include "http/server.h"
#include "metrics/request_stats.h"
#include "metrics/sources.h"

namespace app {

class Dispatcher {
 public:
  Dispatcher(const Config& config, const LiveSettings& live, const core::Clock& clock,
             db::SqliteDatabase& database, http::Authenticator& authenticator,
             std::vector<http::Route> routes);

  // http::Server::App: on an I/O thread; never blocks, never throws.
  void handle(http::Request&& request, http::Reply reply);

  // From now on nothing that waits in a lane or for the writer is begun: it is answered 503 in its turn.
  void refuse_rest() { refusing_ = true; }
  // Finishes what the lanes have taken. Idempotent.
  void stop();

  // For the server's own tasks: false when its queue is full.
  [[nodiscard]] bool post_db(core::WorkerPool::Task task) { return db_lane_.try_post(std::move(task)); }
  // For tasks that answer a user's parked request. When there is no room, `displaced` is called instead: at
  // once, or later in favour of another client.
  void post_db(core::UserId user, core::WorkerPool::Task task, const core::WorkerPool::Task& displaced);

  // For whoever watches: what was answered, and the lanes db, write, hash and image.
  const metrics::RequestStats& requests() const { return stats_; }
  std::vector<metrics::Lane> lanes() const;

 private:
  struct Job;

  void route(const std::shared_ptr<Job>& job);
  Membership membership() const { return {live_.verified_only, on_campus_}; }
  void require_time() const;
  using Step = void (Dispatcher::*)(const std::shared_ptr<Job>&);
  void enqueue(core::WorkerPool& lane, const std::shared_ptr<Job>& job, Step step);
  void run(const std::shared_ptr<Job>& job);
  void prepare(const std::shared_ptr<Job>& job);
  void run_in_writer(const std::shared_ptr<Job>& job);
  void require_again(Job& job) const;
  void answer(Job& job, http::Response response);
  void refuse(Job& job, const std::exception_ptr& failure);
  http::Response options(const Job& job, const std::string& allowed) const;
  void add_common_headers(const Job& job, http::Response& response) const;

  const core::Clock& clock_;
  db::SqliteDatabase& database_;
  http::Authenticator& authenticator_;
  const LiveSettings& live_;
  const http::Router router_;
  metrics::RequestStats stats_{router_.routes()};
  const bool on_campus_;
  std::atomic<bool> refusing_ = false;
  core::WorkerPool db_lane_;
  core::WorkerPool hash_lane_;
  core::WorkerPool image_lane_;
};

}  // namespace app
