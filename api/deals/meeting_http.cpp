#include "deals/meeting_http.h"

#include <memory>

#include "core/error.h"
#include "deals/deal_json.h"
#include "deals/meeting_ics.h"
#include "http/etag.h"
#include "http/language.h"
#include "http/params.h"

namespace deals {

namespace {

using http::Principal, http::Request, http::Response;

Response calendar(DealService& deals, const http::PublicAddress& address, const std::string& market,
                  const Request& request, const Principal& who) {
  const DealView view = deals.get(who.user, http::path_id<core::DealId>(request, "id"));
  // One that was cancelled or is over is no longer to be in anybody's calendar.
  if (view.deal.state != State::reserved || !view.deal.meeting)
    throw core::not_found("No meeting is arranged in this deal.");
  const std::string origin = address.of(request);
  Response response;
  response.body = std::make_shared<const std::string>(meeting_ics(
      view, {.market = market, .address = origin, .language = http::preferred_language(request)}));
  response.with("Content-Type", "text/calendar; charset=utf-8")
      .with("Content-Disposition",
            "attachment; filename=\"meeting-" + std::to_string(view.deal.id.value) + ".ics\"")
      .with("Vary", "Accept-Language, Authorization, Cookie");
  return std::move(http::with_etag(response, http::revalidate));
}

}  // namespace

std::vector<http::Route> meeting_routes(DealService& deals, const core::Live<std::vector<MeetingSpot>>& spots,
                                        const http::PublicAddress& address, const std::string& market) {
  using http::Access, http::Lane, http::Method;
  return {
      {Method::get, "/meeting-spots", Access::anyone, Lane::io,
       [&spots](const Request&, const Principal&) {
         Response listed = http::json(meeting_spots_json(*spots.get()));
         http::with_etag(listed, "public, max-age=300");
         return listed;
       }},
      {Method::get, "/deals/{id}/meeting.ics", Access::signed_in, Lane::db,
       [&deals, &address, market](const Request& request, const Principal& who) {
         return calendar(deals, address, market, request, who);
       }},
  };
}

}  // namespace deals
