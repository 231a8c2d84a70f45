// One page of a list as an answer: {items, next_cursor}, with an ETag and a Link to the next.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/page.h"
#include "http/etag.h"
#include "http/params.h"
#include "http/response.h"
#include "json/writer.h"

namespace http {

// `rows` holds one more than the page when there is another one. `to_json` makes a row's JSON, `to_key` where
// the page after it goes on.
template <class Row, class ToJson, class ToKey>
Response page_of(const Request& request, std::vector<Row> rows, const core::Page& page, ToJson to_json,
                 ToKey to_key) {
  std::optional<std::string> next;
  if (rows.size() > static_cast<std::size_t>(page.limit)) {
    rows.resize(static_cast<std::size_t>(page.limit));
    next = core::encode_cursor(to_key(rows.back()));
  }
  json::Writer w;
  w.open().open_array("items");
  for (const Row& row : rows) w.raw_element(to_json(row));
  w.close_array().text("next_cursor", next).close();
  Response response = json(w.take());
  with_etag(response, revalidate);
  if (next) response.with("Link", next_link(request, *next));
  return response;
}

}  // namespace http
