#include "blocks/block_http.h"

#include "blocks/block_json.h"
#include "core/text.h"
#include "http/page.h"
#include "http/params.h"

namespace blocks {

namespace {

using http::Access, http::Lane, http::Method, http::Principal, http::Request, http::Response;

std::string username(const Request& request) {
  return core::lower_ascii(http::path_text(request, "username"));
}

Response list(BlockService& blocks, const Request& request, const Principal& who) {
  http::Query query(request);
  const core::Page page = query.page(blocks_order);
  query.finish();
  return http::page_of(request, blocks.list(who.user, page), page, block_json, [](const Block& block) {
    return core::PageKey{std::string(blocks_order), block.created_at, block.user.id.value};
  });
}

}  // namespace

std::vector<http::Route> block_routes(BlockService& blocks) {
  // Not for members alone: whoever is signed in may keep others away.
  return {
      {Method::put, "/users/{username}/block", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         blocks.block(who.user, username(request));
         return http::no_content();
       }},
      {Method::del, "/users/{username}/block", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         blocks.unblock(who.user, username(request));
         return http::no_content();
       }},
      http::with_query(
          {Method::get, "/users/me/blocks", Access::signed_in, Lane::db,
           [&](const Request& request, const Principal& who) { return list(blocks, request, who); }}),
  };
}

}  // namespace blocks
