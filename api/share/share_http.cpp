#include "share/share_http.h"

#include <memory>

#include "http/etag.h"
#include "http/params.h"
#include "share/share_html.h"

namespace share {

namespace {

using http::Principal, http::Request, http::Response;

// Nothing but the market's own styles and photos; no script at all.
constexpr const char* policy =
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

Response page(int status, std::string html) {
  Response response;
  response.status = status;
  response.body = std::make_shared<const std::string>(std::move(html));
  return response.with("Content-Type", "text/html; charset=utf-8")
      .with("Content-Security-Policy", policy)
      .with("Vary", "Accept-Language");
}

}  // namespace

std::vector<http::Route> share_routes(posts::PostService& posts, const http::PublicAddress& address) {
  http::Route route{http::Method::get, "/p/{id}", http::Access::anyone, http::Lane::db,
                    [&posts, &address](const Request& request, const Principal&) {
                      const auto post = posts.read_shared(http::path_id<core::PostId>(request, "id"));
                      const auto language = http::preferred_language(request);
                      Response response = page(200, post_page(post, address.of(request), language));
                      http::with_etag(response, "no-cache");
                      return response;
                    }};
  route.refusal = [](const Request& request, const core::Error& error) {
    Response response = page(error.status, error_page(error, http::preferred_language(request)));
    response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
    return response;
  };
  // Whatever is added to a link on its way (fbclid, utm_source) is let pass.
  return {http::with_query(std::move(route))};
}

}  // namespace share
