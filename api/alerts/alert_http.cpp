#include "alerts/alert_http.h"

#include "alerts/alert_json.h"
#include "http/etag.h"
#include "http/params.h"
#include "json/writer.h"
#include "posts/post_json.h"

namespace alerts {

namespace {

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

core::AlertId alert_id(const Request& request) {
  return http::path_id<core::AlertId>(request, "id");
}

Response page_of(const Request& request, std::string body, const std::optional<std::string>& next_cursor) {
  Response response = http::json(std::move(body));
  http::with_etag(response, http::revalidate);
  if (next_cursor) response.with("Link", http::next_link(request, *next_cursor));
  return response;
}

core::Page read_page(const Request& request, std::string_view order) {
  http::Query query(request);
  core::Page page = query.page(order);
  query.finish();
  return page;
}

Response save(AlertService& alerts, const Request& request, const Principal& who) {
  const auto saved = alerts.save(who.user, read_wanted(request.body));
  const std::string address = "/alerts/" + std::to_string(saved.alert.id.value);
  if (saved.is_new) return http::created(address, alert_json(saved.alert));
  return http::json(alert_json(saved.alert)).with("Content-Location", address);
}

Response matches(AlertService& alerts, const Request& request, const Principal& who) {
  const posts::PostPage page = alerts.matches(who.user, alert_id(request), read_page(request, by_seq));
  json::Writer w;
  w.open().open_array("items");
  for (const posts::Post& post : page.items) posts::write_post_card(w, post, who.user);
  w.close_array().text("next_cursor", page.next_cursor).close();
  return page_of(request, w.take(), page.next_cursor);
}

}  // namespace

std::vector<http::Route> alert_routes(AlertService& alerts) {
  return {
      http::with_query({Method::get, "/alerts", Access::signed_in, Lane::db,
                        [&alerts](const Request& request, const Principal& who) {
                          const AlertPage page = alerts.list(who.user, read_page(request, by_id));
                          return page_of(request, alert_page_json(page), page.next_cursor);
                        }}),
      {Method::post, "/alerts", Access::signed_in, Lane::write,
       [&alerts](const Request& request, const Principal& who) { return save(alerts, request, who); },
       BodyKind::json},
      {Method::put, "/alerts/seen", Access::signed_in, Lane::write,
       [&alerts](const Request& request, const Principal& who) {
         return http::json(seen_json(alerts.mark_seen(who.user, read_seq(request.body))));
       },
       BodyKind::json},
      {Method::get, "/alerts/{id}", Access::signed_in, Lane::db,
       [&alerts](const Request& request, const Principal& who) {
         return http::json(alert_json(alerts.get(who.user, alert_id(request))));
       }},
      {Method::patch, "/alerts/{id}", Access::signed_in, Lane::write,
       [&alerts](const Request& request, const Principal& who) {
         return http::json(
             alert_json(alerts.set_paused(who.user, alert_id(request), read_paused(request.body))));
       },
       BodyKind::json},
      {Method::del, "/alerts/{id}", Access::signed_in, Lane::write,
       [&alerts](const Request& request, const Principal& who) {
         alerts.remove(who.user, alert_id(request));
         return http::no_content();
       }},
      http::with_query({Method::get, "/alerts/{id}/matches", Access::signed_in, Lane::db,
                        [&alerts](const Request& request, const Principal& who) {
                          return matches(alerts, request, who);
                        }}),
  };
}

}  // namespace alerts
