#include "notices/notice_http.h"

#include "http/page.h"
#include "http/params.h"
#include "notices/notice_json.h"

namespace notices {

std::vector<http::Route> notice_routes(NoticeService& notices) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      http::with_query({Method::get, "/users/me/notices", Access::signed_in, Lane::db,
                        [&](const Request& request, const Principal& who) {
                          http::Query query(request);
                          const bool unseen = query.boolean("unseen").value_or(false);
                          const core::Page page = query.page("notices");
                          query.finish();
                          return http::page_of(request, notices.list(who.user, unseen, page), page,
                                               notice_json, [](const Notice& notice) {
                                                 return core::PageKey{"notices", 0, notice.id};
                                               });
                        }}),
      {Method::put, "/users/me/notices/seen", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         notices.set_seen(who.user, read_up_to(request.body));
         return http::no_content();
       },
       BodyKind::json},
  };
}

}  // namespace notices
