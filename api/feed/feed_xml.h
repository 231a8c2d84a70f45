// Posts as an Atom feed (RFC 4287).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "http/language.h"
#include "posts/post.h"

namespace feed {

struct Feed {
  std::string address;  // the market's, without a slash at the end
  std::string market;   // its own name: what ids are made of, whatever address it has
  // The filters as they were asked for, by name.
  std::vector<std::pair<std::string, std::string>> query;
  http::Language language = http::Language::korean;
  std::vector<posts::Post> posts;
};

std::string feed_xml(const Feed& feed);

// "urn:uuid:…", the same for a post in all feeds of that market, for as long as it is there (RFC 9562,
// version 8: a digest).
std::string entry_id(std::string_view market, core::PostId post);

}  // namespace feed
