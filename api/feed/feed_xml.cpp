#include "feed/feed_xml.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/markup.h"
#include "core/text.h"
#include "core/token.h"
#include "posts/post_words.h"

namespace feed {

namespace {

using core::escaped;
using posts::Post;

// The filters that say what the feed is about; the others only narrow it.
constexpr std::array<std::string_view, 5> telling = {"q", "major", "course", "isbn", "seller"};

std::string urn(std::string_view market, std::string_view name) {
  std::string bytes = core::digest(std::string(market).append(" ").append(name)).substr(0, 16);
  const auto set_bits = [&bytes](std::size_t at, unsigned kept, unsigned set) {
    bytes[at] = static_cast<char>((static_cast<unsigned char>(bytes[at]) & kept) | set);
  };
  set_bits(6, 0x0F, 0x80);  // the version
  set_bits(8, 0x3F, 0x80);  // the variant
  std::string text = core::hex(bytes);
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, 1, '-');
  return "urn:uuid:" + text;
}

std::string encoded_query(const Feed& feed) {
  std::string out;
  for (const auto& [name, value] : feed.query) {
    out += out.empty() ? '?' : '&';
    out.append(core::percent_encoded(name)).append("=").append(core::percent_encoded(value));
  }
  return out;
}

// `text` is plain, and escaped here.
void element(std::string& out, std::string_view name, std::string_view text,
             std::string_view attributes = {}) {
  out.append("<").append(name).append(attributes).append(">");
  out.append(escaped(text)).append("</").append(name).append(">\n");
}

void link(std::string& out, std::string_view relation, std::string_view type, std::string_view to) {
  out.append("<link rel=\"").append(relation).append("\" type=\"").append(type).append("\" href=\"");
  out.append(escaped(to)).append("\"/>\n");
}

std::string title(const Feed& feed) {
  std::string out(posts::market_name(feed.language));
  for (const auto& [name, value] : feed.query) {
    if (std::find(telling.begin(), telling.end(), name) != telling.end()) out.append(" · ").append(value);
  }
  return out;
}

core::Millis updated_at(const Post& post) {
  return std::max(post.updated_at, post.bumped_at);
}

std::string photo_address(const Feed& feed, const Post& post) {
  return feed.address + "/photos/" + post.photos.front().id + "/card";
}

// What a reader shows, as HTML.
std::string content(const Feed& feed, const Post& post) {
  const posts::Draft& draft = post.draft;
  std::string out;
  if (!post.photos.empty()) {
    out.append("<p><img src=\"").append(escaped(photo_address(feed, post)));
    out.append("\" alt=\"").append(escaped(draft.book.title)).append("\"></p>");
  }
  out.append("<p><b>").append(escaped(draft.book.title)).append("</b>");
  for (const auto& detail : {draft.book.author, draft.book.publisher, draft.book.edition}) {
    if (detail) out.append(" · ").append(escaped(*detail));
  }
  out.append("</p><p>").append(escaped(offer_words(draft, feed.language))).append("</p>");
  if (draft.description.empty()) return out;
  out.append("<p>");
  for (const char c : escaped(draft.description)) {
    if (c == '\n') out.append("<br>");
    out += c;
  }
  return out.append("</p>");
}

void entry(std::string& out, const Feed& feed, const Post& post) {
  const posts::Draft& draft = post.draft;
  const users::UserCard& seller = post.seller;
  std::string heading = draft.title + " · " + posts::price_words(draft.price, feed.language);
  if (draft.status != "selling") {
    heading.append(" (").append(posts::status_words(draft.status, feed.language)).append(")");
  }
  out += "<entry>\n";
  element(out, "id", entry_id(feed.market, post.id));
  element(out, "title", heading);
  link(out, "alternate", "text/html", feed.address + "/p/" + std::to_string(post.id.value));
  if (!post.photos.empty()) link(out, "enclosure", "image/webp", photo_address(feed, post));
  element(out, "published", core::rfc3339(post.created_at));
  element(out, "updated", core::rfc3339(updated_at(post)));
  out += "<author>\n";
  element(out, "name", seller.display_name.empty() ? seller.username : seller.display_name);
  element(out, "uri", feed.address + "/#/users/" + core::percent_encoded(seller.username));
  out += "</author>\n";
  element(out, "summary", offer_words(draft, feed.language));
  element(out, "content", content(feed, post), " type=\"html\"");
  out += "</entry>\n";
}

// Of the newest; 0 when there are none.
core::Millis updated_at(const Feed& feed) {
  core::Millis newest = 0;
  for (const Post& post : feed.posts) newest = std::max(newest, updated_at(post));
  return newest;
}

}  // namespace

std::string entry_id(std::string_view market, core::PostId post) {
  return urn(market, "post " + std::to_string(post.value));
}

std::string feed_xml(const Feed& feed) {
  const std::string query = encoded_query(feed);
  std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"";
  out += feed.language == http::Language::korean ? " xml:lang=\"ko\">\n" : " xml:lang=\"en\">\n";
  element(out, "id", urn(feed.market, "feed " + query));
  element(out, "title", title(feed));
  link(out, "self", "application/atom+xml", feed.address + "/feed.atom" + query);
  link(out, "alternate", "text/html", feed.address + "/#/posts" + query);
  element(out, "icon", feed.address + "/favicon.svg");
  element(out, "updated", core::rfc3339(updated_at(feed)));
  for (const Post& post : feed.posts) entry(out, feed, post);
  return out + "</feed>\n";
}

}  // namespace feed
