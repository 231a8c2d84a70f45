// What is written while writing is measured: the same by the writers as by sqlite3 alone.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace load {

inline const std::string message_body =
    "안녕하세요! 책 아직 있나요? 오늘 저녁에 중앙도서관 앞에서 볼 수 있어요.";

constexpr std::int64_t different_posts = 8;

// The JSON of a post, `number` of different_posts in turn.
inline std::string post_body(std::int64_t number) {
  static const std::array<std::string, different_posts> books = {
      "미적분학", "선형대수학", "일반물리학", "유기화학", "자료구조", "운영체제", "경제학원론", "심리학개론"};
  const std::string& book = books[static_cast<std::size_t>(number % different_posts)];
  return R"({"title":"대학 )" + book + R"( 팝니다","book":{"title":"대학 )" + book +
         R"(","author":"김기린","publisher":"기린출판사","edition":"제3판"},"price":15000,"condition":"good",)"
         R"("place":"중앙도서관 앞","major":"수학과","course":{"name":")" +
         book +
         R"( 1","professor":"이기린"},"description":"한 학기 동안 쓴 책입니다. 앞부분에 연필로 쓴 풀이가 조금 )"
         R"(있고, 나머지는 깨끗합니다."})";
}

}  // namespace load
