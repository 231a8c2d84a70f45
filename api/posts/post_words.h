// What a post says for itself outside the app, in both languages: in feeds and on shared pages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/language.h"
#include "posts/post.h"

namespace posts {

std::string_view market_name(http::Language language);
// "15,000원", "₩15,000"; nothing to pay: "무료 나눔", "Free".
std::string price_words(std::int64_t won, http::Language language);
std::string_view condition_words(std::string_view condition, http::Language language);
std::string_view status_words(std::string_view status, http::Language language);
// "예약 중 · 15,000원 · 좋음 · 중앙도서관 앞"; that it is for sale goes without saying.
std::string offer_words(const Draft& draft, http::Language language);

}  // namespace posts
