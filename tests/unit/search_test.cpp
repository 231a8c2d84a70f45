#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "search/keyboard.h"
#include "search/query.h"
#include "search/search_store.h"
#include "search/splitter.h"

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
  CHECK(units("C++17") == "c|17");
  CHECK(units("漢字") == "漢字");
  CHECK(units("2024-1학기") == "2024|1|학기");
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
  CHECK_FALSE(finds("89364", "9788936433598"));
  CHECK(finds("89364", "978-89-364-3359-8"));
}

TEST_CASE("what is typed on the other layout is understood") {
  CHECK(search::on_the_other_layout("alwjrqns") == "미적분");
  CHECK(search::on_the_other_layout("tjsgud eotn") == "선형 대수");
  CHECK(search::on_the_other_layout("rhkgkr") == "과학");
  CHECK(search::on_the_other_layout("rkqt") == "값");
  CHECK(search::on_the_other_layout("Tkddkf") == "쌍알");
  CHECK(search::on_the_other_layout("ekfrRhrcl") == "닭꼭치");
  CHECK(search::on_the_other_layout("alwjrq") == "미적ㅂ");
  CHECK_FALSE(search::on_the_other_layout("calculus"));
  CHECK_FALSE(search::on_the_other_layout("123"));
  CHECK_FALSE(search::on_the_other_layout(""));
  CHECK(search::on_the_other_layout("ㅊ미쳐ㅣㅕㄴ") == "calculus");
  CHECK(search::on_the_other_layout("ㅓㅁㅍㅁ") == "java");
}

TEST_CASE("a query never becomes FTS5's own syntax") {
  CHECK(Query("\"*():^-+ OR").terms().size() == 1);
  CHECK(search::SearchStore::expression(Query("or NEAR(\"a\" b)")) ==
        "words : \"or\"* AND words : \"near\"* AND words : \"a\"* AND words : \"b\"*");
  CHECK(search::SearchStore::expression(Query("ㅁㅈㅂ")) == "initials : \"ㅁㅈ ㅈㅂ\"");
  CHECK(search::SearchStore::expression(Query("선형대")) == "grams : \"선형\"");
  CHECK(Query("a b c d e f g h i j k l m").terms().size() == search::max_terms);
}
