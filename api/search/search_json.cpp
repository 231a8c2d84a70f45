#include "search/search_json.h"

#include "json/writer.h"

namespace search {

std::string ranges_json(const std::vector<Range>& ranges) {
  std::string out = "[";
  for (const Range& range : ranges) {
    if (out.size() > 1) out += ',';
    out += "[" + std::to_string(range.begin) + "," + std::to_string(range.end) + "]";
  }
  return out + "]";
}

std::string suggestions_json(const std::vector<Suggestion>& suggestions) {
  json::Writer w;
  w.open().open_array("items");
  for (const Suggestion& one : suggestions) {
    w.open()
        .text("kind", suggested_kinds[static_cast<std::size_t>(one.kind)])
        .text("text", one.text)
        .integer("posts", one.posts)
        .raw("ranges", ranges_json(one.ranges))
        .close();
  }
  w.close_array().close();
  return w.take();
}

}  // namespace search
