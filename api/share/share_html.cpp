#include "share/share_html.h"

#include <string_view>

#include "core/markup.h"
#include "core/text.h"
#include "posts/post_words.h"

namespace share {

namespace {

using core::escaped;

constexpr std::size_t description_bytes = 300;  // previews show two lines

struct Words {
  std::string_view language;
  std::string_view locale;
  std::string_view open;
  std::string_view seller;
  std::string_view market;
  std::string_view missing;
  std::string_view busy;
  std::string_view failed;
};

constexpr Words korean = {
    "ko",
    "ko_KR",
    "마켓에서 글 보기",
    "판매자",
    "마켓 둘러보기",
    "게시글을 찾을 수 없습니다!",
    "지금은 이용자가 많습니다. 잠시 후 다시 시도해 주세요.",
    "문제가 생겼습니다. 다시 시도해 주세요.",
};
constexpr Words english = {
    "en",
    "en_US",
    "Open the post",
    "Seller",
    "Browse the market",
    "This post cannot be found!",
    "The market is very busy. Please try again in a moment.",
    "Something went wrong. Please try again.",
};

const Words& words_in(http::Language language) {
  return language == http::Language::korean ? korean : english;
}

void meta(std::string& out, std::string_view attribute, std::string_view name, std::string_view content) {
  out.append("<meta ").append(attribute).append("=\"").append(name).append("\" content=\"");
  out.append(escaped(content)).append("\">\n");
}

void property(std::string& out, std::string_view name, std::string_view content) {
  meta(out, "property", name, content);
}

// `head` and `body` are markup.
std::string document(std::string_view title, std::string_view head, std::string_view body,
                     http::Language language) {
  const Words& words = words_in(language);
  std::string out = "<!doctype html>\n<html lang=\"";
  out.append(words.language)
      .append("\" prefix=\"og: https://ogp.me/ns# product: https://ogp.me/ns/product#\">\n");
  out.append("<head>\n<meta charset=\"utf-8\">\n<title>").append(escaped(title)).append(" · ");
  out.append(posts::market_name(language)).append("</title>\n");
  meta(out, "name", "viewport", "width=device-width, initial-scale=1");
  // Sent to whom the sender chooses; in a search engine it would outlive the offer by months.
  meta(out, "name", "robots", "noindex");
  out.append(head);
  out.append("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n");
  for (const char* sheet : {"base", "components", "share"}) {
    out.append("<link rel=\"stylesheet\" href=\"/styles/").append(sheet).append(".css\">\n");
  }
  out.append("</head>\n<body>\n<header class=\"shared-market\"><a href=\"/#/posts\">");
  out.append("<img src=\"/favicon.svg\" alt=\"\">").append(posts::market_name(language));
  out.append("</a></header>\n<main class=\"shared card\">\n").append(body);
  return out.append("</main>\n</body>\n</html>\n");
}

std::string preview_text(const posts::Draft& draft, http::Language language) {
  std::string out = offer_words(draft, language);
  if (draft.description.empty()) return out;
  std::string begin(core::shortened(draft.description, description_bytes));
  for (char& c : begin) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  out.append(" — ").append(core::trimmed(begin));
  return begin.size() < draft.description.size() ? out + "…" : out;
}

std::string head(const posts::Post& post, const std::string& address, http::Language language) {
  const posts::Draft& draft = post.draft;
  const std::string id = std::to_string(post.id.value);
  const std::string here = address + "/p/" + id;
  const std::string text = preview_text(draft, language);
  std::string out = "<meta http-equiv=\"refresh\" content=\"0; url=/#/posts/" + id + "\">\n";
  out.append("<link rel=\"canonical\" href=\"").append(escaped(here)).append("\">\n");
  meta(out, "name", "description", text);
  property(out, "og:type", "product");
  property(out, "og:site_name", posts::market_name(language));
  property(out, "og:locale", words_in(language).locale);
  property(out, "og:url", here);
  property(out, "og:title", draft.title);
  property(out, "og:description", text);
  property(out, "product:price:amount", std::to_string(draft.price));
  property(out, "product:price:currency", "KRW");
  property(out, "product:availability", draft.status == "selling" ? "in stock" : "out of stock");
  property(out, "product:condition", draft.condition == "new" ? "new" : "used");
  if (!post.photos.empty()) {
    const photos::Photo& photo = post.photos.front();
    property(out, "og:image", address + "/photos/" + photo.id + "/full");
    property(out, "og:image:type", "image/webp");
    property(out, "og:image:width", std::to_string(photo.width));
    property(out, "og:image:height", std::to_string(photo.height));
    property(out, "og:image:alt", draft.book.title);
  }
  // Cards take title, text and picture from the above.
  meta(out, "name", "twitter:card", post.photos.empty() ? "summary" : "summary_large_image");
  return out;
}

std::string body(const posts::Post& post, http::Language language) {
  const posts::Draft& draft = post.draft;
  const Words& words = words_in(language);
  std::string out;
  if (!post.photos.empty()) {
    out.append("<img src=\"/photos/").append(escaped(post.photos.front().id));
    out.append("/card\" alt=\"").append(escaped(draft.book.title)).append("\">\n");
  }
  out.append("<p><span class=\"chip ").append(draft.status == "selling" ? "good" : "warn").append("\">");
  out.append(posts::status_words(draft.status, language)).append("</span></p>\n");
  out.append("<h1>").append(escaped(draft.title)).append("</h1>\n");
  out.append("<p class=\"shared-price\">").append(posts::price_words(draft.price, language)).append("</p>\n");
  out.append("<p>").append(escaped(draft.book.title)).append("</p>\n<p class=\"muted\">");
  out.append(posts::condition_words(draft.condition, language)).append(" · ").append(escaped(draft.place));
  const std::string& name =
      post.seller.display_name.empty() ? post.seller.username : post.seller.display_name;
  out.append("<br>").append(words.seller).append(": ").append(escaped(name)).append("</p>\n");
  out.append("<p><a class=\"button primary wide\" href=\"/#/posts/").append(std::to_string(post.id.value));
  return out.append("\">").append(words.open).append("</a></p>\n");
}

}  // namespace

std::string post_page(const posts::Post& post, const std::string& address, http::Language language) {
  return document(post.draft.title, head(post, address, language), body(post, language), language);
}

std::string error_page(const core::Error& error, http::Language language) {
  const Words& words = words_in(language);
  const std::string_view sentence = error.status == 404   ? words.missing
                                    : error.status == 503 ? words.busy
                                                          : words.failed;
  std::string out = "<h1>";
  out.append(sentence).append("</h1>\n<p><a class=\"button primary wide\" href=\"/#/posts\">");
  out.append(words.market).append("</a></p>\n");
  return document(sentence, {}, out, language);
}

}  // namespace share
