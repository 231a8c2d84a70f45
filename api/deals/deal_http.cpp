#include "deals/deal_http.h"

#include "deals/deal_json.h"
#include "deals/deal_state.h"
#include "http/etag.h"
#include "http/page.h"
#include "http/params.h"
#include "http/problem.h"

namespace deals {

namespace {

using http::Principal, http::Request, http::Response;

constexpr std::string_view by_activity = "activity";
constexpr std::string_view by_time = "time";

Response tagged(std::string body) {
  Response response = http::json(std::move(body));
  return std::move(http::with_etag(response, http::revalidate));
}

Response buy(DealService& deals, const Request& request, const Principal& who) {
  const auto bought =
      deals.buy(who.user, http::path_id<core::PostId>(request, "id"), read_purchase(request.body));
  const std::string address = "/deals/" + std::to_string(bought.deal.deal.id.value);
  if (bought.begun) return http::created(address, deal_json(bought.deal));
  return http::json(deal_json(bought.deal)).with("Content-Location", address);
}

Response list(DealService& deals, const Request& request, const Principal& who) {
  http::Query query(request);
  DealFilter filter;
  if (const auto role = query.choice("role", {"buyer", "seller"})) filter.role = side_named(*role);
  for (const auto& state : query.choices(
           "state", {"negotiating", "reserved", "completed", "declined", "cancelled", "expired", "closed"})) {
    filter.states.push_back(state_named(state));
  }
  const core::Page page = query.page(by_activity);
  query.finish();
  return http::page_of(
      request, deals.list(who.user, filter, page), page, deal_json, [](const DealView& view) {
        return core::PageKey{std::string(by_activity), view.deal.updated_at, view.deal.id.value};
      });
}

core::Error refusal_of(const DealService::Acted& acted) {
  if (acted.refusal == "deal-changed") {
    return core::conflict(acted.refusal, "The deal has changed meanwhile.")
        .with_member("deal", deal_json(acted.deal));
  }
  if (acted.refusal == "post-reserved") {
    return core::conflict(acted.refusal, "This book is reserved for another buyer.");
  }
  if (acted.refusal == "blocked") {
    return core::forbidden(acted.refusal, "The two of you no longer deal with each other.");
  }
  return core::conflict(acted.refusal, "This can't be done to the deal as it is now.")
      .with_member("actions", actions_json(actions_for(position_of(acted.deal), acted.deal.viewer)));
}

Response act(DealService& deals, const Request& request, const Principal& who) {
  const auto id = http::path_id<core::DealId>(request, "id");
  const auto acted = deals.act(who.user, id, read_move(request.body));
  if (!acted.refusal.empty()) return http::problem(refusal_of(acted), request.id);
  return http::json(deal_json(acted.deal));
}

Response reviews(DealService& deals, const Request& request) {
  http::Query query(request);
  const core::Page page = query.page(by_time);
  query.finish();
  return http::page_of(request, deals.reviews().about(http::path_text(request, "username"), page), page,
                       review_json, [](const Review& review) {
                         return core::PageKey{std::string(by_time), review.published_at, review.deal.value};
                       });
}

}  // namespace

std::vector<http::Route> deal_routes(DealService& deals) {
  using http::Access, http::BodyKind, http::Lane, http::Method;
  return {
      {Method::post, "/posts/{id}/buy", Access::member, Lane::write,
       [&](const Request& request, const Principal& who) { return buy(deals, request, who); },
       BodyKind::json},
      http::with_query(
          {Method::get, "/deals", Access::signed_in, Lane::db,
           [&](const Request& request, const Principal& who) { return list(deals, request, who); }}),
      {Method::get, "/deals/{id}", Access::signed_in, Lane::db,
       [&](const Request& request, const Principal& who) {
         return tagged(deal_json(deals.get(who.user, http::path_id<core::DealId>(request, "id"))));
       }},
      {Method::post, "/deals/{id}/actions", Access::member, Lane::write,
       [&](const Request& request, const Principal& who) { return act(deals, request, who); },
       BodyKind::json},
      http::with_query({Method::get, "/users/{username}/reviews", Access::anyone, Lane::db,
                        [&](const Request& request, const Principal&) { return reviews(deals, request); }}),
  };
}

}  // namespace deals
