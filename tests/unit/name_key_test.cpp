#include "search/name_key.h"

#include <doctest/doctest.h>

namespace name_key_test {

using search::name_key;

TEST_CASE("names that are written differently have one key") {
  CHECK(name_key("전산학과") == "전산학과");
  for (const char* name : {"전산 학과", " 전산학과 ", "전산·학과", "전산-학과", "(전산)학과",
                           "\u110c\u1165\u11ab\u1109\u1161\u11ab\u1112\u1161\u11a8\u1100\u116a"}) {
    CAPTURE(name);
    CHECK(name_key(name) == "전산학과");
  }
  for (const char* name :
       {"Data Structures", "DATA structures", "data-structures", "Ｄａｔａ Ｓｔｒｕｃｔｕｒｅｓ"}) {
    CAPTURE(name);
    CHECK(name_key(name) == "datastructures");
  }
  CHECK(name_key("Café français") == name_key("cafe francais"));
  CHECK(name_key("선형대수 1") == name_key("선형대수1"));
  CHECK(name_key("선형대수 1") != name_key("선형대수 2"));
}

TEST_CASE("C++ and C# are not C") {
  CHECK(name_key("C++ 프로그래밍") == "c++프로그래밍");
  CHECK(name_key("c++프로그래밍") == "c++프로그래밍");
  CHECK(name_key("C# 프로그래밍") == "c#프로그래밍");
  CHECK(name_key("C 프로그래밍") == "c프로그래밍");
  CHECK(name_key("수학+물리") == "수학물리");
}

TEST_CASE("a key is its own key, and a name of signs alone keeps them") {
  for (const char* name : {"전산 학과", "C++ 프로그래밍", "수학(Ⅱ)", "★★", "ㅠㅠ", "📚", "漢字", "½ 강의"}) {
    CAPTURE(name);
    CHECK(name_key(name_key(name)) == name_key(name));
    CHECK_FALSE(name_key(name).empty());
  }
  CHECK(name_key("★") != name_key("☆"));
  CHECK(name_key("") == "");
}

}  // namespace name_key_test
