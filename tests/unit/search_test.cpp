#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "search/index_tokens.h"
#include "search/keyboard.h"
#include "search/query.h"
#include "search/splitter.h"

namespace search_test {

namespace {

using search::Query, search::split;

// Whether every term of `query` occurs in `text`.
bool finds(std::string_view query, std::string_view text) {
  const Query parsed(query);
  if (parsed.empty()) return false;
  for (const auto& term : parsed.terms()) {
    if (search::find(term, split(text)).quality == 0) return false;
  }
  return true;
}

std::string units(std::string_view text) {
  std::string out;
  for (const auto& unit : split(text)) {
    if (unit.starts_word && !out.empty()) out += '|';
    search::append_utf8(out, unit.code);
  }
  return out;
}

}  // namespace

TEST_CASE("text is split into what it is searched by") {
  CHECK(units("선형 대수학, 3판") == "선형|대수학|3|판");
  CHECK(units("Café CALCULUS") == "cafe|calculus");
  CHECK(units("\u1106\u1175\u110c\u1165\u11a8\u1107\u116e\u11ab") == "미적분");  // NFD
  CHECK(units("\uffb1\uffdc\uffb8\uffc6\uffa1") == "미적");                      // half-width
  CHECK(units("ㅁㅣㅈㅓㄱ") == "미적");
  CHECK(units("ＡＢＣ１２３") == "abc123");
  CHECK(units("ㅁㅈㅂ") == "ㅁㅈㅂ");
  CHECK(units("ㄳ") == "ㄱㅅ");
  CHECK(units("ㅠㅠ 📚 \"*()-") == "");
  CHECK(units("C++17") == "c++|17");
  CHECK(units("C#, A+ Notepad++ a+b +c ++") == "c#|a+|notepad|a|b|c");
  CHECK(units("C++언어") == "c++|언어");
  CHECK(units("漢字") == "漢字");
  CHECK(units("2024-1학기") == "2024|1|학기");
  CHECK(units("Straße ØRSTED İstanbul ılık Łódź Æon ﬁt") == "strasse|orsted|istanbul|ilik|lodz|aeon|fit");
  CHECK(units("cal\u00adcu\u200blus e\u0301 미\u200b적\ufeff분") == "calculus|e|미적분");
  CHECK(units("9788936433598") == "978|8936433598");
  CHECK(units("1️⃣ Ⅱ ½") == "1|ii|12");
  CHECK(units("") == "");
  CHECK(units("ab\xff") == "ab");
}

TEST_CASE("ranges are in characters of the text") {
  const auto found = search::find(Query("대수").terms().front(), split("📚 선형 대수학과 대 수"));
  CHECK(found.ranges == std::vector<search::Range>{{5, 7}, {10, 13}});
  CHECK(found.quality == 3);
}

TEST_CASE("Korean is found the way it is typed") {
  const std::string title = "대학 미적분학 1";
  for (const char* query : {"미적분학", "적분", "분", "미저", "미ㅈ", "ㅁㅈㅂ", "ㅁ", "미적ㅂ", "대학미적",
                            "대 학", "미적붆", "ㄷㅎㅁ", "1", "대학 1"}) {
    CAPTURE(query);
    CHECK(finds(query, title));
  }
  for (const char* query : {"미분", "저분", "ㅁㅂ", "확률", "대학원", "2", "미족", "미적분학 2"}) {
    CAPTURE(query);
    CHECK_FALSE(finds(query, title));
  }
}

TEST_CASE("a syllable is found while it is still being typed") {
  struct Step {
    const char* typed;
    const char* whole;
  };
  for (const Step& step : std::vector<Step>{{"ㅅ", "선형대수"},
                                            {"서", "선형대수"},
                                            {"선ㅎ", "선형대수"},
                                            {"선혀", "선형대수"},
                                            {"선형댓", "선형대수"},
                                            {"고", "과학"},
                                            {"과핟", "과하다"},
                                            {"갑", "값"},
                                            {"값", "갑시다"},
                                            {"으", "의학"},
                                            {"구", "궤도"},
                                            {"달", "닭"},
                                            {"안", "앉다"}}) {
    CAPTURE(step.typed);
    CHECK(finds(step.typed, step.whole));
    CHECK(finds(step.typed, "한국 " + std::string(step.whole)));
  }
  // Only the last syllable is.
  CHECK_FALSE(finds("서형대수", "선형대수"));
  CHECK_FALSE(finds("댓학", "대수학"));
  CHECK_FALSE(finds("과", "고등"));
}

TEST_CASE("other words are found by how they begin") {
  CHECK(finds("calc", "Thomas' Calculus"));
  CHECK(finds("CALCULUS thomas", "Thomas' Calculus"));
  CHECK(finds("cafe", "Café"));
  CHECK(finds("café", "CAFE"));
  CHECK_FALSE(finds("alculus", "Calculus"));
  CHECK_FALSE(finds("calculuss", "Calculus"));
  CHECK(finds("java", "자바Java의 정석"));
  CHECK(finds("자바java", "자바(Java)의 정석"));
}

TEST_CASE("numbers are found with or without hyphens") {
  for (const char* query : {"9788936433598", "978-89-364-3359-8", "978 89 364 3359 8", "978-89", "97889"}) {
    CAPTURE(query);
    CHECK(finds(query, "9788936433598"));
    CHECK(finds(query, "978-89-364-3359-8"));
  }
  CHECK(finds("3359", "978-89-364-3359-8"));
  CHECK_FALSE(finds("3359", "9788936433598"));
  CHECK_FALSE(finds("88936", "9788936433598"));
}

TEST_CASE("a book is found by either of its ISBNs, and while they are being typed") {
  for (const char* text : {"9788936433598", "978-89-364-3359-8", "ISBN 8936433598", "89-364-3359-8"}) {
    for (const char* query : {"9788936433598", "978-89-364-3359-8", "8936433598", "89-364-3359-8"}) {
      CAPTURE(text);
      CAPTURE(query);
      CHECK(finds(query, text));
      CHECK(finds(std::string("isbn ") + query, std::string("ISBN: ") + text));
    }
  }
  for (const std::string isbn : {"9788936433598", "978-89-364-3359-8", "978 89 364 3359 8", "8936433598",
                                 "89-364-3359-8", "097522980X", "9780975229804"}) {
    for (std::size_t typed = 1; typed <= isbn.size(); ++typed) {
      CAPTURE(isbn.substr(0, typed));
      const bool x = isbn.starts_with('0') || isbn == "9780975229804";
      CHECK(finds(isbn.substr(0, typed), x ? "9780975229804" : "9788936433598"));
    }
  }
  CHECK(finds("9788936433598", "ISBN 978 89 364 3359 8 (초판)"));
  CHECK(finds("12345678 90", "12345678/90, 12345678 90"));
  CHECK(finds("10000", "10,000원"));
  CHECK(finds("10000원 2024", "2024년 10,000원"));
  CHECK_FALSE(finds("8936433590", "9788936433598"));  // a wrong check digit
  CHECK_FALSE(finds("9788936433599", "8936433598"));
}

TEST_CASE("a consonant stands for its double, but not the other way round") {
  CHECK(finds("ㄱㅁㄹ", "꼬마랑"));
  CHECK(finds("ㄲㅁㄹ", "꼬마랑"));
  CHECK(finds("ㄸㅂㅇ", "떡볶이"));
  CHECK(finds("ㄷㅂㅇ", "떡볶이"));
  CHECK(finds("떡ㅂ", "떡뽂이"));
  CHECK_FALSE(finds("ㄲㅁㄹ", "고마랑"));
  CHECK_FALSE(finds("ㅋㅁㄹ", "꼬마랑"));
}

TEST_CASE("signs within a word neither part nor join it") {
  CHECK(finds("grays", "Gray's Anatomy"));
  CHECK(finds("gray’s", "Gray's Anatomy"));
  CHECK(finds("oreilly", "O'Reilly"));
  CHECK(finds("reilly", "O'Reilly"));
  CHECK(finds("ebook", "e-book"));
  CHECK(finds("e-book", "e book"));
  CHECK(finds("mcgraw hill", "McGraw-Hill"));
  CHECK(finds("c++", "명품 C++ 프로그래밍"));
  CHECK(finds("c", "명품 C++ 프로그래밍"));
  CHECK_FALSE(finds("c++", "C 언어"));
  CHECK(finds("c#", "C#교과서"));
  CHECK(finds("linear+algebra", "Linear Algebra"));
  CHECK(finds("a+", "A+ 받은 책"));
}

TEST_CASE("what is typed on the other layout is understood") {
  const auto meant = [](std::string_view typed) {
    const auto all = search::on_the_other_layout(typed);
    return all.empty() ? "" : all.front();
  };
  CHECK(meant("alwjrqns") == "미적분");
  CHECK(meant("tjsgud eotn") == "선형 대수");
  CHECK(meant("rhkgkr") == "과학");
  CHECK(meant("rkqt") == "값");
  CHECK(meant("Tkddkf") == "쌍알");
  CHECK(meant("ekfrRhrcl") == "닭꼭치");
  CHECK(meant("alwjrq") == "미적ㅂ");
  CHECK(meant("alwjrqns 1") == "미적분 1");
  CHECK(meant("2024sus") == "2024년");
  CHECK(meant("선형 eotn") == "선형 대수");
  CHECK(meant("선형eotn") == "선형대수");
  CHECK(meant("calculus") == "");
  CHECK(meant("123") == "");
  CHECK(meant("") == "");
  CHECK(meant("📚") == "");
  CHECK(meant("ab\xff") == "");
  CHECK(meant("미적분") == "alwjrqns");
  CHECK(meant("ㅊ미쳐ㅣㅕㄴ") == "calculus");
  CHECK(meant("ㅣㅑㅜㄷㅁㄱ algebra 1") == "linear algebra 1");
  CHECK(meant("ㅓㅁㅍㅁ") == "java");
}

TEST_CASE("a keyboard that makes capital letters is understood, too") {
  const auto may_mean = [](std::string_view typed, std::string_view meant) {
    const auto all = search::on_the_other_layout(typed);
    return std::find(all.begin(), all.end(), meant) != all.end();
  };
  CHECK(may_mean("Alwjrqns", "미적분"));
  CHECK(may_mean("Rhkgkr", "과학"));
  CHECK(may_mean("ALWJRQNS", "미적분"));
  CHECK(may_mean("tKDDKF", "쌍알"));  // Caps Lock, and Shift for the first
}

TEST_CASE("a query never becomes FTS5's own syntax") {
  const auto expression = [](std::string_view query) {
    return search::match_expression(Query(query), search::Scope::names, {});
  };
  CHECK(Query("\"*():^-+ OR").terms().size() == 1);
  CHECK(expression("or NEAR(\"a\" b)") == R"("nor" AND "nnear" AND "na" AND "nb")");
  CHECK(expression("ㅁㅈㅂ") == R"("iㅁㅈ" AND "iㅈㅂ")");
  CHECK(expression("선형대") == R"re("n선형" AND ("n형대" OR "o형대"))re");
  CHECK(expression("📚 *") == "");
  CHECK(Query("a b c d e f g h i j k l m").terms().size() == search::max_terms);
}

TEST_CASE("what a text costs to be taken apart is told, also where nothing comes of it") {
  const auto effort = [](std::string_view one) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += one;
    std::size_t told = 0;
    search::split(text, &told);
    return told;
  };
  for (const std::string_view cheap : {"책", "a", "8", " ", "•", "🦒", "漢", "—"}) {
    CAPTURE(cheap);
    CHECK(effort(cheap) == 1000);
  }
  // By Unicode's tables: what is composed, another form of something, or a mark.
  for (const std::string_view dear : {"é", "①", "㎖", "´"}) {
    CAPTURE(dear);
    CHECK(effort(dear) > 10'000);
  }
}

}  // namespace search_test
