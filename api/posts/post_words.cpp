#include "posts/post_words.h"

#include <array>

#include "core/text.h"

namespace posts {

namespace {

struct Words {
  std::string_view name;
  std::string_view korean;
  std::string_view english;
};

// As frontend/i18n has them.
constexpr std::array<Words, 9> words = {{{"new", "새 책", "New"},
                                         {"like_new", "거의 새 책", "Like new"},
                                         {"good", "좋음", "Good"},
                                         {"fair", "보통", "Fair"},
                                         {"poor", "나쁨", "Poor"},
                                         {"selling", "판매 중", "For sale"},
                                         {"reserved", "예약 중", "Reserved"},
                                         {"sold", "판매 완료", "Sold"},
                                         {"hidden", "숨김", "Hidden"}}};

std::string_view find(std::string_view name, http::Language language) {
  for (const Words& one : words) {
    if (one.name == name) return language == http::Language::korean ? one.korean : one.english;
  }
  return name;
}

}  // namespace

std::string_view market_name(http::Language language) {
  return language == http::Language::korean ? "기린 A+ 북 마켓" : "Giraffe A+ Book Market";
}

std::string price_words(std::int64_t won, http::Language language) {
  const bool korean = language == http::Language::korean;
  if (won == 0) return korean ? "무료 나눔" : "Free";
  return korean ? core::grouped(won) + "원" : "₩" + core::grouped(won);
}

std::string_view condition_words(std::string_view condition, http::Language language) {
  return find(condition, language);
}

std::string_view status_words(std::string_view status, http::Language language) {
  return find(status, language);
}

std::string offer_words(const Draft& draft, http::Language language) {
  std::string out;
  if (draft.status != "selling") out.append(status_words(draft.status, language)).append(" · ");
  out.append(price_words(draft.price, language)).append(" · ");
  return out.append(condition_words(draft.condition, language)).append(" · ").append(draft.place);
}

}  // namespace posts
