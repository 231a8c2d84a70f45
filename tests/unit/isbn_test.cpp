#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/isbn.h"

namespace isbn_test {

TEST_CASE("an ISBN of 10 or 13 digits is kept as 13") {
  struct Isbn {
    std::string text;
    std::string kept;
  };
  const std::vector<Isbn> isbns = {
      {"9780306406157", "9780306406157"},      {"978-0-306-40615-7", "9780306406157"},
      {" 978 0306 40615 7 ", "9780306406157"}, {"0306406152", "9780306406157"},
      {"0-306-40615-2", "9780306406157"},      {"097522980X", "9780975229804"},
      {"097522980x", "9780975229804"},         {"9791199999701", "9791199999701"},
      {"0000000000", "9780000000002"},
  };
  for (const Isbn& isbn : isbns) {
    CAPTURE(isbn.text);
    CHECK(core::isbn13(isbn.text) == isbn.kept);
  }
}

TEST_CASE("a wrong digit, length, prefix or character is no ISBN") {
  for (const char* text : {"", "-", "9780306406158", "0306406153", "978030640615", "97803064061570",
                           "030640615", "9770306406158", "X306406152", "09752298X0", "978030640615X",
                           "978–0306406157", "９７８０３０６４０６１５７", "0306406152a", "097522980XX"}) {
    CAPTURE(text);
    CHECK_FALSE(core::isbn13(text));
  }
}

TEST_CASE("every single wrong digit of an ISBN-13 is found") {
  const std::string isbn = "9780306406157";
  for (std::size_t at = 3; at < isbn.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = isbn;
      wrong[at] = digit;
      CHECK(core::isbn13(wrong).has_value() == (wrong == isbn));
    }
  }
}

TEST_CASE("an ISBN-13 of 978 has an ISBN-10, and no other has") {
  for (const char* text : {"0306406152", "097522980X", "0000000000", "8936433598"}) {
    CAPTURE(text);
    CHECK(core::isbn10(core::isbn13(text).value_or("")) == text);
  }
  CHECK_FALSE(core::isbn10("9791199999701"));
  CHECK(core::isbn10("0-306-40615-2") == "0306406152");
  CHECK_FALSE(core::isbn10("9780306406158"));
  CHECK_FALSE(core::isbn10(""));
}

}  // namespace isbn_test
