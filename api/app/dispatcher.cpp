#include "app/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "app/access.h"
#include "app/idempotency.h"
#include "app/log.h"
#include "core/error.h"
#include "core/text.h"
#include "http/etag.h"
#include "http/field.h"
#include "http/network.h"
#include "http/params.h"
#include "http/problem.h"
#include "http/proxy.h"

namespace app {

namespace {

constexpr std::size_t max_json_body = 256 * 1024;
// What an I/O thread reads of a body by itself; it has others to serve.
constexpr std::size_t max_read_at_once = 4 * 1024;

bool unsafe(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

void require_json(const http::Request& request) {
  if (request.body.size() > max_json_body) {
    throw core::Error(413, "body-too-large", "A JSON body may have at most 256 KiB.");
  }
  if (request.body.empty()) return;
  const std::string type = core::lower_ascii(request.header("content-type").value_or(""));
  const std::string_view essence = http::trim(std::string_view(type).substr(0, type.find(';')));
  if (essence != "application/json" && !(essence.starts_with("application/") && essence.ends_with("+json"))) {
    throw core::Error(415, "unsupported-media-type", "The body has to be sent as application/json.")
        .with_header("Accept", "application/json");
  }
}

// What is packed would be taken for what it is not.
void require_plain(const http::Request& request) {
  if (core::lower_ascii(request.header("content-encoding").value_or("identity")) == "identity") return;
  throw core::Error(415, "unsupported-media-type", "A body is sent as it is, without a Content-Encoding.")
      .with_header("Accept-Encoding", "identity");
}

// Whether the client has this answer already. Its date counts when it is the very one it was told, and only
// for a client that knows no tag.
bool is_known(const http::Request& request, const http::Response& response) {
  if (const auto tags = request.header("if-none-match")) {
    const std::string* etag = response.header("ETag");
    // RFC 9110, 13.1.2: weak comparison.
    return etag != nullptr && http::any_tag(*tags, [etag](std::string_view tag) { return tag == *etag; });
  }
  const auto since = request.header("if-modified-since");
  const std::string* modified = response.header("Last-Modified");
  return since && modified != nullptr && *since == *modified;
}

// No network is written like that.
std::string client_name(core::UserId user) {
  return "user " + std::to_string(user.value);
}

// What waits for a minute keeps no more of its request than that: a browser's headers are most of it.
http::Request needed_for_answer(const http::Request& request) {
  http::Request needed;
  needed.id = request.id;
  needed.method = request.method;
  needed.https = request.https;
  for (const std::string_view name : {"origin", "if-none-match", "if-modified-since"}) {
    if (const auto value = request.header(name)) needed.headers.emplace_back(name, *value);
  }
  return needed;
}

}  // namespace

struct Dispatcher::Job {
  http::Request request;
  http::Principal who;
  http::Reply reply;
  const http::Route* route = nullptr;
  http::Act act;  // of a route that prepares its writes
  core::Millis began = 0;
  std::chrono::steady_clock::time_point came = std::chrono::steady_clock::now();
  bool file = false;  // of the frontend
  http::Response response;
};

Dispatcher::Dispatcher(const Config& config, const LiveSettings& live, const core::Clock& clock,
                       db::SqliteDatabase& database, http::Authenticator& authenticator,
                       std::vector<http::Route> routes)
    : clock_(clock),
      database_(database),
      authenticator_(authenticator),
      live_(live),
      router_(std::move(routes)),
      on_campus_(!split_list(config.campus_domains).empty()),
      db_lane_("db", static_cast<std::size_t>(config.db_threads), static_cast<std::size_t>(config.db_queue)),
      hash_lane_("hash", static_cast<std::size_t>(config.hash_threads),
                 static_cast<std::size_t>(config.hash_queue)),
      image_lane_("image", static_cast<std::size_t>(config.image_threads),
                  static_cast<std::size_t>(config.image_queue)) {}

void Dispatcher::stop() {
  hash_lane_.stop();
  image_lane_.stop();
  db_lane_.stop();
}

void Dispatcher::handle(http::Request&& request, http::Reply reply) {
  const auto job = std::make_shared<Job>();
  job->request = std::move(request);
  job->reply = std::move(reply);
  job->began = clock_.now();
  try {
    http::apply_forwarded(job->request, *live_.trusted_proxies.get());
    route(job);
  } catch (...) {
    refuse(*job, std::current_exception());
  }
}

void Dispatcher::route(const std::shared_ptr<Job>& job) {
  http::Request& request = job->request;
  if (request.target == "*")
    return answer(*job, options(*job, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
  std::string allowed;
  job->route = router_.find(request, allowed);
  if (job->route == nullptr) {
    std::optional<http::Response> file;
    if (allowed.empty() &&
        (file = live_.files.get()->find(request.path, request.header("accept-encoding")))) {
      allowed = "GET, HEAD, OPTIONS";
      job->file = true;
    }
    if (allowed.empty()) throw core::not_found("There is nothing at this address.");
    if (request.method == http::Method::options) return answer(*job, options(*job, allowed));
    if (!file || unsafe(request.method)) {
      throw core::Error(405, "method-not-allowed", "This address knows: " + allowed + ".")
          .with_header("Allow", allowed);
    }
    return answer(*job, std::move(*file));
  }
  job->who = http::authenticate(request, authenticator_);
  if (job->who.by_cookie && unsafe(request.method))
    http::require_same_site(request, *live_.allowed_origins.get(), http::Untold::refused);
  require_scope(job->route->scope, job->who);
  require_access(job->route->access, job->who, membership(), job->began);
  if (!job->route->query) http::Query(request).finish();
  if (job->route->body != http::BodyKind::none) require_plain(request);
  if (job->route->body == http::BodyKind::json) require_json(request);
  // What nobody reads does not wait in memory for its turn.
  if (job->route->body == http::BodyKind::none) std::string().swap(request.body);
  if (job->route->shortcut) {
    if (auto ready = job->route->shortcut(request, job->who)) return answer(*job, std::move(*ready));
  }
  switch (job->route->lane) {
    case http::Lane::io:
      return run(job);
    case http::Lane::db:
      return enqueue(db_lane_, job, &Dispatcher::run);
    case http::Lane::hash:
      return enqueue(hash_lane_, job, &Dispatcher::run);
    case http::Lane::image:
      return enqueue(image_lane_, job, &Dispatcher::run);
    case http::Lane::write:
      if (!job->route->prepare) return run_in_writer(job);
      if (request.body.size() <= max_read_at_once) return prepare(job);
      return enqueue(db_lane_, job, &Dispatcher::prepare);
    case http::Lane::poll: {
      // Before it is parked: from then on it may be answered at any moment, by any thread.
      const http::Request whole = std::exchange(job->request, needed_for_answer(request));
      return job->route->park(
          whole, job->who,
          {[this, job](http::Response response) { answer(*job, std::move(response)); },
           [this, job](const std::exception_ptr& failure) { refuse(*job, failure); }, job->reply});
    }
  }
}

// In its lane a user is one client wherever they are, and so are strangers of one network.
void Dispatcher::enqueue(core::WorkerPool& lane, const std::shared_ptr<Job>& job, Step step) {
  const std::string client =
      job->who.signed_in() ? client_name(job->who.user) : http::client_network(job->request.peer);
  const bool taken = lane.try_post(
      client, [this, job, step] { (this->*step)(job); },
      [this, job] { refuse(*job, std::make_exception_ptr(core::busy())); });
  if (!taken) throw core::busy();
}

void Dispatcher::post_db(core::UserId user, core::WorkerPool::Task task,
                         const core::WorkerPool::Task& displaced) {
  if (!db_lane_.try_post(client_name(user), std::move(task), displaced)) displaced();
}

void Dispatcher::require_time() const {
  if (refusing_) throw http::shutting_down();
}

void Dispatcher::run(const std::shared_ptr<Job>& job) {
  try {
    require_time();
    answer(*job, job->route->handler(job->request, job->who));
  } catch (...) {
    refuse(*job, std::current_exception());
  }
}

void Dispatcher::prepare(const std::shared_ptr<Job>& job) {
  try {
    require_time();
    job->act = job->route->prepare(job->request);
    run_in_writer(job);
  } catch (...) {
    refuse(*job, std::current_exception());
  }
}

void Dispatcher::run_in_writer(const std::shared_ptr<Job>& job) {
  const bool taken = database_.post_write(
      [this, job](db::Tx&) {
        require_time();
        require_again(*job);
        job->response = once(database_, job->request, job->who, job->began, [&] {
          return job->act ? job->act(job->who) : job->route->handler(job->request, job->who);
        });
      },
      [this, job](const std::exception_ptr& failure) {
        if (failure) {
          refuse(*job, failure);
        } else {
          answer(*job, std::move(job->response));
        }
      },
      job->act ? db::Repeat::yes : db::Repeat::no);
  if (!taken) throw database_.refusal();
}

// In the transaction that writes: what was allowed when the request came may not be any more.
void Dispatcher::require_again(Job& job) const {
  if (!job.who.signed_in()) return;
  http::Principal who = authenticator_.again(job.who).value_or(http::Principal{});
  // Only then: a write that is run once more asks again, and must not find nobody where somebody was refused.
  require_access(job.route->access, who, membership(), job.began);
  job.who = std::move(who);
}

void Dispatcher::refuse(Job& job, const std::exception_ptr& failure) {
  const auto tell = [&](const core::Error& error) {
    const bool own = job.route != nullptr && job.route->refusal;
    answer(job, own ? job.route->refusal(job.request, error) : http::problem(error, job.request.id));
  };
  const std::string_view route = job.route != nullptr ? std::string_view(job.route->pattern) : "-";
  try {
    std::rethrow_exception(failure);
  } catch (const core::Error& error) {
    return tell(error);
  } catch (const std::exception& error) {
    log::error("request failed", {{"request_id", job.request.id}, {"route", route}, {"error", error.what()}});
  } catch (...) {
    log::error("request failed",
               {{"request_id", job.request.id}, {"route", route}, {"error", "not a std::exception"}});
  }
  tell(http::internal_error());
}

void Dispatcher::answer(Job& job, http::Response response) {
  const http::Request& request = job.request;
  if (!unsafe(request.method) && response.status == 200) {
    // What a handler says nothing about may be kept by the one who asked, as long as it is asked for anew
    // each time.
    if (response.header("ETag") == nullptr && response.header("Cache-Control") == nullptr) {
      http::with_etag(response, http::revalidate);
    }
    if (is_known(request, response)) {
      response.status = 304;
      response.body = nullptr;
      std::erase_if(response.headers, [](const auto& header) {
        return header.first == "Content-Type" || header.first == "Content-Encoding";
      });
    }
  }
  add_common_headers(job, response);
  const auto took = std::chrono::steady_clock::now() - job.came;
  if (job.route != nullptr) {
    stats_.answered(*job.route, response.status, took);
  } else {
    stats_.answered_without_route(job.file, request.method, response.status, took);
  }
  log::info("request", {{"request_id", request.id},
                        {"method", http::name(request.method)},
                        {"route", job.route != nullptr ? std::string_view(job.route->pattern) : "-"},
                        {"status", std::int64_t{response.status}},
                        {"user", live_.log_users ? job.who.user.value : 0},
                        {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
  job.reply.send(std::move(response));
}

std::vector<metrics::Lane> Dispatcher::lanes() const {
  return {{"db", db_lane_.state()},
          {"write", database_.writer_lane()},
          {"hash", hash_lane_.state()},
          {"image", image_lane_.state()}};
}

http::Response Dispatcher::options(const Job& job, const std::string& allowed) const {
  http::Response response = http::no_content();
  response.with("Allow", allowed);
  if (job.request.header("access-control-request-method")) {
    response.with("Access-Control-Allow-Methods", allowed)
        .with("Access-Control-Allow-Headers",
              "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match")
        .with("Access-Control-Max-Age", "600");
  }
  return response;
}

void Dispatcher::add_common_headers(const Job& job, http::Response& response) const {
  if (response.header("Cache-Control") == nullptr) response.with("Cache-Control", "no-store");
  if (response.header("Content-Security-Policy") == nullptr) {
    response.with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  if (response.header("Cross-Origin-Resource-Policy") == nullptr) {
    response.with("Cross-Origin-Resource-Policy", "same-origin");
  }
  response.with("X-Content-Type-Options", "nosniff").with("Referrer-Policy", "same-origin");
  if (job.request.https) response.with("Strict-Transport-Security", "max-age=31536000");
  const auto allowed = live_.allowed_origins.get();
  if (allowed->empty()) return;
  response.with("Vary", "Origin");
  const auto origin = job.request.header("origin");
  if (!origin || std::find(allowed->begin(), allowed->end(), *origin) == allowed->end()) return;
  response.with("Access-Control-Allow-Origin", std::string(*origin))
      .with("Access-Control-Allow-Credentials", "true")
      .with("Access-Control-Expose-Headers",
            "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotent-Replayed, "
            "X-Request-Id");
}

}  // namespace app
