#include "users/user.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_CASE("a username is 3 to 20 of a-z 0-9 _ . -") {
  for (const char* name : {"kim", "giraffe.kim", "a_b-c.1", "---", "12345678901234567890"}) {
    CAPTURE(name);
    CHECK(users::valid_username(name));
  }
  for (const char* name :
       {"", "ab", "123456789012345678901", "Kim", "kim lee", "kim!", "김기린", "kim\n", "a/b", "a@b"}) {
    CAPTURE(name);
    CHECK_FALSE(users::valid_username(name));
  }
}

TEST_CASE("an e-mail address is local@domain.tld") {
  const std::string longest_local(64, 'a');
  for (const std::string& email :
       {std::string("kim@univ.example"), std::string("k.i-m+books_1@mail.univ.example"),
        std::string("김기린@univ.example"), longest_local + "@univ.example"}) {
    CAPTURE(email);
    CHECK(users::valid_email(email));
  }
  for (const std::string& email :
       {std::string(), std::string("kim"), std::string("@univ.example"), std::string("kim@"),
        std::string("kim@univ"), std::string("kim@.example"), std::string("kim@univ."),
        std::string("kim@univ..example"), std::string("kim@-univ.example"), std::string("ki m@univ.example"),
        std::string("kim@un iv.example"), std::string("kim@lee@univ.example"),
        std::string("<kim@univ.example>"), std::string("kim@univ_1.example"),
        "a" + longest_local + "@univ.example", "kim@" + std::string(250, 'a') + ".example"}) {
    CAPTURE(email);
    CHECK_FALSE(users::valid_email(email));
  }
}

TEST_CASE(
    "a password has a digit and a letter of any script, is not the username and not what anybody would try") {
  struct Judged {
    std::string password;
    std::string fault;
  };
  const std::vector<Judged> passwords = {
      {"", "needs-digit"},
      {"giraffes", "needs-digit"},
      {"기린기린기린기린", "needs-digit"},
      {"12345678", "needs-letter"},
      {"1234-5678!", "needs-letter"},
      {"giraffe.kim1", "same-as-username"},
      {"Giraffe.Kim1", "same-as-username"},
      {"password1", "common-password"},
      {"qwerty123", "common-password"},
      {"1q2w3e4r", "common-password"},
      {"a tall giraffe 7", ""},
      {"기린은 목이 길다 7", ""},
      {"жираф-высок-7", ""},
      {"긴 목 \u0967\u0968\u0969 잎사귀", ""},  // Devanagari digits
  };
  for (const Judged& judged : passwords) {
    CAPTURE(judged.password);
    CHECK(users::password_fault(judged.password, "giraffe.kim1").value_or("") == judged.fault);
  }
}
