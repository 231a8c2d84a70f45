#include "books/book.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "posts/book_key.h"

namespace book_test {

using books::Quartiles;

namespace {

posts::Book book(const std::string& title, const std::optional<std::string>& author = std::nullopt) {
  posts::Book out;
  out.title = title;
  out.author = author;
  return out;
}

}  // namespace

TEST_CASE("the quartiles of prices lie between the two nearest in proportion, in whole won") {
  struct Row {
    std::vector<std::int64_t> prices;
    Quartiles expected;
  };
  // As R's quantile(prices, c(.25, .5, .75)) gives them, rounded half up.
  const std::vector<Row> rows = {
      {{7000}, {7000, 7000, 7000}},
      {{10, 20}, {13, 15, 18}},
      {{1, 2}, {1, 2, 2}},
      {{1, 2, 4}, {2, 2, 3}},
      {{1, 2, 3, 4}, {2, 3, 3}},
      {{1, 2, 3, 4, 5}, {2, 3, 4}},
      {{0, 0, 0, 9}, {0, 0, 2}},
      {{12'000, 13'000, 14'000, 16'000, 18'000, 20'000}, {13'250, 15'000, 17'500}},
      {{10'000'000, 20'000'000}, {12'500'000, 15'000'000, 17'500'000}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.prices.size());
    auto prices = row.prices;
    CHECK(books::quartiles(prices) == row.expected);
    std::reverse(prices.begin(), prices.end());
    CHECK(books::quartiles(prices) == row.expected);
  }
  CHECK_FALSE(books::quartiles({}));
}

TEST_CASE("a book is called what most say, in their spelling; of equals, the newer counts") {
  using Texts = std::vector<std::string>;
  struct Row {
    Texts said;  // the newest first
    std::string called;
  };
  const std::vector<Row> rows = {
      {{"미적분학"}, "미적분학"},
      {{"새 이름", "옛 이름"}, "새 이름"},
      {{"새 이름", "옛 이름", "옛 이름"}, "옛 이름"},
      // Two spellings of one name win over a third name, and then the more frequent one over the other.
      {{"선형대수학", "선형 대수학", "선형 대수학", "미적분학", "미적분학"}, "선형 대수학"},
      {{"CALCULUS", "Physics", "calculus", "Physics"}, "CALCULUS"},
      {{"!!", "?", "?"}, "?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.called);
    CHECK(books::most_said(row.said) == row.called);
  }
  CHECK_FALSE(books::most_said({}));
}

TEST_CASE("titles that differ in spaces, case, width or normal form alone are one edition") {
  const auto key = posts::book_key(book("선형 대수학 I", "길버트 Strang"));
  for (const char* title :
       {"선형대수학I", "선형 대수학 i", "선형대수학 Ｉ",
        "\u1109\u1165\u11ab\u1112\u1167\u11bc\u1103\u1162\u1109\u116e\u1112\u1161\u11a8 I"}) {
    CAPTURE(title);
    CHECK(posts::book_key(book(title, "길버트STRANG")) == key);
  }
}

TEST_CASE("another title, author or ISBN is another edition") {
  auto with_isbn = book("C");
  with_isbn.isbn = "9788932473901";
  const std::vector<posts::Book> editions = {
      book("C"),
      book("C", "K"),
      book("C++"),
      book("C#"),
      book("D"),
      book("CK"),
      book("📚"),
      book("🦒"),
      book("📚", "기린"),
      with_isbn,
      book("9788932473901"),
  };
  std::vector<std::string> keys;
  for (const auto& one : editions) keys.push_back(posts::book_key(one));
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
  auto other_title = book("D", "K");
  other_title.isbn = with_isbn.isbn;
  CHECK(posts::book_key(other_title) == posts::book_key(with_isbn));
}

}  // namespace book_test
