#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "search/abbreviations.h"
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
  CHECK(units("선형 대수학, 3판") == "선형|대수학|3판");
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
  CHECK(units("1️⃣ Ⅱ ½") == "1|2|12");
  CHECK(units("") == "");
  CHECK(units("ab\xff") == "ab");
}

TEST_CASE("editions are one word, however they are written") {
  for (const char* text : {"3판", "3 판", "3rd", "3e", "3/e", "３판", "3RD"}) {
    CAPTURE(text);
    CHECK(units(text) == "3판");
  }
  CHECK(units("제10판을") == "제|10판|을");
  CHECK(units("10th Edition") == "10판|edition");
  CHECK(units("1st, 2nd, 4th") == "1판|2판|4판");
  // No editions.
  CHECK(units("초판") == "초판");
  CHECK(units("3 판매") == "3|판매");
  CHECK(units("3판매") == "3|판매");
  CHECK(units("2024판") == "2024|판");
  CHECK(units("3 th 3edu 3 e") == "3|th|3edu|3|e");
  CHECK(units("2024-1판") == "2024|1|판");
}

TEST_CASE("the numbers of courses are numbers, however they are written") {
  CHECK(units("미적분학 II") == "미적분학|2");
  CHECK(units("미적분학Ⅱ") == "미적분학|2");
  CHECK(units("미적분학 I, 물리 iv") == "미적분학|1|물리|4");
  CHECK(units("Calculus III Ⅻ ⅳ") == "calculus|3|12|4");
  // No numbers.
  CHECK(units("I, Robot") == "i|robot");
  CHECK(units("what I learnt") == "what|i|learnt");
  CHECK(units("iii-v 이i-iv") == "iii|v|이|i|iv");
  CHECK(units("iPad 미적iiii") == "ipad|미적|iiii");
}

TEST_CASE("an edition is found as it is written anywhere, and while it is being typed") {
  for (const char* query : {"9판", "제9판", "9th", "9/e", "9ㅍ", "9파", "9", "제 9판"}) {
    for (const char* text : {"맨큐의 경제학 9판", "제9판", "Economics 9th Edition", "9/e"}) {
      CAPTURE(query);
      CAPTURE(text);
      CHECK(finds(query, text));
    }
    CHECK_FALSE(finds(query, "경제학 19판, 3판, 출판부 979-11-9999"));
  }
  CHECK(finds("개정판", "개정판"));
  CHECK(finds("제어", "제어공학"));
  CHECK(finds("제", "제어공학"));
  CHECK(finds("파", "파이썬"));
}

TEST_CASE("a short number is no part of another, nor of an ISBN") {
  CHECK(finds("1", "미적분학 1"));
  CHECK(finds("1", "미적분학1, 개정"));
  CHECK(finds("1", "2024-1학기"));
  CHECK(finds("20", "2024학년도"));
  for (const char* text :
       {"10판", "1998년", "9791199999999", "979-11-9999-999-9", "2024-10", "01012345678"}) {
    CAPTURE(text);
    CHECK_FALSE(finds("1", text));
    CHECK_FALSE(finds("11", text));
  }
  CHECK_FALSE(finds("979", "9791199999999"));
  CHECK(finds("9791", "9791199999999"));
}

TEST_CASE("what people add to a search need not be there") {
  CHECK(finds("미적분학 책", "미적분학"));
  CHECK(finds("김홍종 교수님 미적분 교재 팝니다", "미적분학 김홍종"));
  CHECK(finds("ISBN 9788936433598", "9788936433598"));
  CHECK(Query("미적분 책").terms().size() == 1);
  CHECK(Query("미적분 책").extras().size() == 1);
  // Where there is nothing else, it is what is looked for.
  CHECK(Query("책").terms().size() == 1);
  CHECK(finds("책", "책 읽기"));
  CHECK_FALSE(finds("중고 책", "새 책"));
  CHECK_FALSE(finds("책상", "책"));
}

TEST_CASE("what students call a course is found by its name") {
  CHECK(finds("운체", "운영체제"));
  CHECK(finds("컴구", "컴퓨터 구조"));
  CHECK(finds("확통", "확률과 통계"));
  CHECK(finds("확통", "확률 및 통계"));
  CHECK(finds("공수 1", "공업수학 1"));
  CHECK(finds("자구", "자구"));
  CHECK_FALSE(finds("운체", "운영"));
  CHECK_FALSE(finds("운체론", "운영체제"));
  // Saved searches are filed by the syllable that both begin with.
  for (const char* word : {"운체", "확통", "공수", "미경", "성간"}) {
    const Query query(word);
    const auto& term = query.terms().front();
    CHECK_FALSE(search::abbreviated(term).empty());
    for (const auto& name : search::abbreviated(term)) CHECK(name.front().code == term.front().code);
  }
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
      // Less is in half of all ISBNs.
      if (split(isbn.substr(0, typed)).size() < 4) continue;
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

TEST_CASE("words on the wrong layout beside others are understood, two keys are no word") {
  const auto may_mean = [](std::string_view typed, std::string_view meant) {
    const auto all = search::on_the_other_layout(typed);
    return std::find(all.begin(), all.end(), meant) != all.end();
  };
  CHECK(may_mean("C++ vmfhrmfoald", "C++ 프로그래밍"));
  CHECK_FALSE(may_mean("DB", "유"));
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
