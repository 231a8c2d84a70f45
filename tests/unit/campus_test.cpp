#include "users/campus.h"

#include <doctest/doctest.h>

#include <string>

namespace campus_test {

TEST_CASE("an address belongs to the campus of its domain, or of the nearest one above it") {
  const users::Campuses campuses(
      {"giraffe.example=기린대학교", "Med.Giraffe.Example = 의과대학", "other.example=다른대"});
  const auto name = [&](const std::string& email) { return campuses.of(email).value_or("-"); };
  CHECK(name("a@giraffe.example") == "기린대학교");
  CHECK(name("a@cs.giraffe.example") == "기린대학교");
  CHECK(name("a@med.giraffe.example") == "의과대학");
  CHECK(name("a@lab.med.giraffe.example") == "의과대학");
  CHECK(name("a@other.example") == "다른대");
  for (const std::string outside : {"a@giraffe.example.evil.example", "a@evilgiraffe.example", "a@example",
                                    "giraffe.example@evil.example", "a@giraffe.examples"}) {
    CAPTURE(outside);
    CHECK(name(outside) == "-");
  }
  CHECK_FALSE(users::Campuses({}).any());
}

TEST_CASE("an entry is a domain and the name of a campus, and nothing else") {
  CHECK(users::read_campus("hanguk.ac.kr=한국대학교").value().name == "한국대학교");
  for (const std::string entry : {"", "hanguk.ac.kr", "=한국대학교", "hanguk.ac.kr=", "hanguk=한국대학교",
                                  "@hanguk.ac.kr=한국대학교", "*.ac.kr=한국대학교", "hanguk.ac.kr=\n"}) {
    CAPTURE(entry);
    CHECK_FALSE(users::read_campus(entry));
  }
}

}  // namespace campus_test
