#include "feed/feed_http.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "feed/feed_xml.h"
#include "http/params.h"
#include "http/static_files.h"
#include "posts/post_http.h"

namespace feed {

namespace {

constexpr int max_entries = 50;

using http::Principal, http::Request, http::Response;

class Handler {
 public:
  Handler(posts::PostService& posts, posts::PostCache& cache, const http::PublicAddress& address,
          const core::Clock& clock, const std::string& market)
      : posts_(posts), cache_(cache), address_(address), clock_(clock), market_(market) {}

  std::optional<Response> ready(const Request& request) const { return cache_.response(key(request)); }

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
    // In the second of the newest entry another may come with the same date: then there is none yet to be
    // told, and nothing to be kept.
    const core::Millis updated = updated_at(feed);
    if (updated / core::second >= clock_.now() / core::second) return response;
    if (updated > 0) response.with("Last-Modified", core::http_date(updated));
    cache_.put(key(request), response, generation);
    return response;
  }

 private:
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
