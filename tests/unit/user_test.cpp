#include "users/user.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace user_test {

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
        std::string("o'kim/books@u-1.example"), longest_local + "@univ.example"}) {
    CAPTURE(email);
    CHECK(users::valid_email(email));
  }
  for (const std::string& email : {std::string(),
                                   std::string("kim"),
                                   std::string("@univ.example"),
                                   std::string("kim@"),
                                   std::string("kim@univ"),
                                   std::string("kim@.example"),
                                   std::string("kim@univ."),
                                   std::string("kim@univ..example"),
                                   std::string("kim@-univ.example"),
                                   std::string("ki m@univ.example"),
                                   std::string("kim@un iv.example"),
                                   std::string("kim@lee@univ.example"),
                                   std::string("<kim@univ.example>"),
                                   std::string("kim@univ_1.example"),
                                   std::string("ㅏㅑㅡ@univ.example"),
                                   std::string("ä@univ.example"),
                                   std::string(".kim@univ.example"),
                                   std::string("kim.@univ.example"),
                                   std::string("k..im@univ.example"),
                                   std::string("kim@univ-.example"),
                                   "a" + longest_local + "@univ.example",
                                   "kim@" + std::string(250, 'a') + ".example"}) {
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
      {"giraffe1", "common-password"},
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

TEST_CASE("the commonest passwords are refused, and those that are only like them are not") {
  // Of the best known ones those that have eight characters, a digit and a letter.
  for (const char* password :
       {"password1", "Password1",  "password123",  "passw0rd",  "P@ssw0rd",     "qwerty123",  "qwerty12",
        "qwer1234",  "1234qwer",   "abc12345",     "abcd1234",  "1q2w3e4r",     "1q2w3e4r5t", "q1w2e3r4t5",
        "1qaz2wsx",  "zaq12wsx",   "1qaz2wsx3edc", "123qweasd", "123qweasdzxc", "asdf1234",   "a1s2d3f4",
        "1a2s3d4f",  "zxcv1234",   "z1x2c3v4",     "12qw34er",  "qwe123rty",    "a1b2c3d4",   "a1b2c3d4e5",
        "aaaa1111",  "123456789a", "a123456789",   "trustno1",  "iloveyou1",    "welcome1",   "letmein1",
        "admin123",  "hello123",   "test1234",     "monkey12",  "dragon12",     "sunshine1",  "princess1",
        "football1", "baseball1",  "superman1",    "michael1",  "charlie1",     "jordan23",   "liverpool1",
        "samsung1",  "pokemon1",   "killer12",     "batman12"}) {
    CAPTURE(password);
    CHECK(users::password_fault(password, "minji") == "common-password");
  }
  for (const char* password : {"giraffe2024", "minji1998", "tall giraffe 7", "leaves 4 lunch", "blue42horse",
                               "qwe 7 giraffe", "k1m1nji88", "기린1234기린"}) {
    CAPTURE(password);
    CHECK(users::password_fault(password, "minji") == std::nullopt);
  }
}

}  // namespace user_test
