#include "notices/notice_json.h"

#include <limits>

#include "json/reader.h"
#include "json/writer.h"

namespace notices {

std::string notice_json(const Notice& notice) {
  json::Writer w;
  w.open()
      .integer("id", notice.id)
      .text("change", notice.change)
      .text("reason", notice.reason)
      .time("until", notice.until);
  if (notice.post.value != 0) {
    w.open("post").integer("id", notice.post.value).text("title", notice.post_title).close();
  } else {
    w.null("post");
  }
  w.time("at", notice.at).boolean("seen", notice.seen_at.has_value()).close();
  return w.take();
}

std::int64_t read_up_to(std::string_view body) {
  json::Fields f(body);
  const std::int64_t up_to = f.integer("up_to", 0, std::numeric_limits<std::int64_t>::max());
  f.finish();
  return up_to;
}

}  // namespace notices
