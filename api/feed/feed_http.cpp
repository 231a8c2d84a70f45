#include "feed/feed_http.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "feed/feed_xml.h"
#include "http/etag.h"
#include "http/params.h"
#include "posts/post_http.h"

namespace feed {

namespace {

constexpr int max_entries = 50;

using http::Principal, http::Request, http::Response;

// When what feeds are made of changed last, as far as anybody has asked since. An entry's own time would not
// do: a post that is sold or deleted leaves a feed with the newest entry that it had.
class LastChange {
 public:
  core::Millis of(std::uint64_t generation, core::Millis now) {
    const std::lock_guard lock(mutex_);
    if (generation != generation_) {
      generation_ = generation;
      seen_at_ = now;
    }
    return seen_at_;
  }

 private:
  std::mutex mutex_;
  std::uint64_t generation_ = 0;
  core::Millis seen_at_ = 0;
};

class Handler {
 public:
  Handler(posts::PostService& posts, posts::PostCache& cache, const http::PublicAddress& address,
          const core::Clock& clock, const std::string& market)
      : posts_(posts), cache_(cache), address_(address), clock_(clock), market_(market) {}

  std::optional<Response> ready(const Request& request) const {
    auto kept = cache_.response(key(request));
    // Made in the second of the last change, and that is over.
    if (kept && kept->header("Last-Modified") == nullptr && dated(cache_.generation())) return std::nullopt;
    return kept;
  }

  Response made(const Request& request) const {
    const auto generation = cache_.generation();
    http::Query query(request);
    const posts::Filter filter = posts::read_filter(query);
    query.finish();
    if (filter.favorited) {
      throw core::Error(401, "not-signed-in", "A feed is read signed out: there are no favourites in it.");
    }

    Feed feed;
    feed.address = address_.of(request);
    feed.market = market_;
    feed.language = http::preferred_language(request);
    // In one order, so that the same filters are the same feed.
    feed.query = request.query;
    std::erase_if(feed.query, [](const auto& parameter) { return parameter.second.empty(); });
    std::sort(feed.query.begin(), feed.query.end());
    // As strangers see the market, whoever asks: the address is given to readers that know no session.
    feed.posts = posts_.list(filter, {.limit = max_entries, .after = {}}, {}).items;

    Response response;
    response.body = std::make_shared<const std::string>(feed_xml(feed));
    response.with("Content-Type", "application/atom+xml; charset=utf-8");
    http::with_etag(response, "no-cache").with("Vary", "Accept-Language");
    if (const auto date = dated(generation)) response.with("Last-Modified", core::http_date(*date));
    cache_.put(key(request), response, generation);
    return response;
  }

 private:
  // In the second of a change another may come, which would have the same date: then there is none yet to be
  // told.
  std::optional<core::Millis> dated(std::uint64_t generation) const {
    const core::Millis now = clock_.now();
    const core::Millis changed = last_change_->of(generation, now);
    return changed / core::second < now / core::second ? std::optional(changed) : std::nullopt;
  }

  // Everything the answer depends on.
  std::string key(const Request& request) const {
    const bool korean = http::preferred_language(request) == http::Language::korean;
    return address_.of(request) + (korean ? " ko " : " en ") + request.target;
  }

  posts::PostService& posts_;
  posts::PostCache& cache_;
  const http::PublicAddress& address_;
  const core::Clock& clock_;
  const std::string& market_;
  const std::shared_ptr<LastChange> last_change_ = std::make_shared<LastChange>();
};

}  // namespace

std::vector<http::Route> feed_routes(posts::PostService& posts, posts::PostCache& cache,
                                     const http::PublicAddress& address, const core::Clock& clock,
                                     const std::string& market) {
  const Handler handler(posts, cache, address, clock, market);
  http::Route route{http::Method::get, "/feed.atom", http::Access::anyone, http::Lane::db,
                    [handler](const Request& request, const Principal&) { return handler.made(request); }};
  route.shortcut = [handler](const Request& request, const Principal&) { return handler.ready(request); };
  return {http::with_query(std::move(route))};
}

}  // namespace feed
