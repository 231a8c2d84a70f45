#include "core/text.h"

#include <doctest/doctest.h>
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace text_test {

TEST_CASE("only the two that end a line together become one") {
  CHECK(core::with_plain_line_ends("a\r\nb\r\n\r\n\rc\n\r") == "a\nb\n\n\rc\n\r");
  CHECK(core::with_plain_line_ends("").empty());
}

TEST_CASE("text typed in jamo becomes the syllables it stands for") {
  CHECK(core::nfc("\u110E\u1162\u11A8") == "책");
  CHECK(core::nfc("e\u0301") == "\u00E9");
  CHECK(core::nfc("책 A+") == "책 A+");
  CHECK(core::nfc("").value().empty());
  // Compatibility forms are other characters and stay so.
  CHECK(core::nfc("ㅁㅈㅂ ①") == "ㅁㅈㅂ ①");
}

TEST_CASE("what goes past the tables of Unicode is what they give") {
  const auto by_tables = [](const std::string& text, int options) {
    utf8proc_uint8_t* out = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &out,
                                     static_cast<utf8proc_option_t>(options));
    REQUIRE(length >= 0);
    std::string found(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
    std::free(out);
    return found;
  };
  constexpr int composed = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  constexpr int folded =
      composed | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
  int different = 0;
  for (utf8proc_int32_t code = 1; code <= 0xD7FF; ++code) {
    if (code == 0x3400) code = 0xA000;  // not all of the Chinese characters
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(code, bytes.data());
    const std::string one(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    // By itself, and where it might join what is before or behind it.
    for (const std::string& text : {one, "e" + one + "a", "가" + one + "\u0301", "A가" + one + "각Z"}) {
      different += core::nfc(text) != by_tables(text, composed);
      different += core::folded(text) != by_tables(text, folded);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("marks come into Unicode's order, however many there are") {
  // Of the classes 230, 220 and 202, with one that is two marks by itself (U+0344).
  CHECK(core::nfc("x\u0301\u0316\u0327\u0300\u0317") == "x\u0327\u0316\u0317\u0301\u0300");
  CHECK(core::nfc("q\u0344\u0316y\u0316\u0301") == "q\u0316\u0308\u0301\u00FD\u0316");
  CHECK(core::nfc("\u0301\u0316") == "\u0316\u0301");
  // A request full of them: with a sort that takes the square of their number this does not end.
  const auto many = [](std::string_view mark) {
    std::string out;
    for (int i = 0; i < 500'000; ++i) out += mark;
    return out;
  };
  CHECK(core::nfc("x" + many("\u0301") + many("\u0316")) == "x" + many("\u0316") + many("\u0301"));
}

TEST_CASE("what is not UTF-8 is found out") {
  for (const std::string text :
       {"\x80", "\xC3", "\xE2\x82", "\xF0\x9F\xA6", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "책\xEC\xB1"}) {
    CAPTURE(text);
    CHECK_FALSE(core::valid_utf8(text));
    CHECK_FALSE(core::nfc(text));
    CHECK(core::has_control(text, true));
  }
  for (const std::string text : {"", "a", "책", "🦒", "\xF4\x8F\xBF\xBD"}) {
    CAPTURE(text);
    CHECK(core::valid_utf8(text));
  }
}

TEST_CASE("text is counted in characters, not in bytes") {
  struct Count {
    std::string text;
    std::size_t characters;
  };
  const std::vector<Count> counts = {{"", 0},     {"abc", 3},     {"책방", 2},
                                     {"🦒", 1}, {"e\u0301", 2}, {"a책🦒\u00E9", 4}};
  for (const Count& count : counts) {
    CAPTURE(count.text);
    CHECK(core::characters(count.text) == count.characters);
  }
}

TEST_CASE("control characters and what disguises a text are refused") {
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("\x1B[31m"), std::string("\r"), std::string("\x7F"),
        std::string("\u0085"), std::string("\u2028"), std::string("\u2029"), std::string("\uE000"),
        std::string("\uFFFF"), std::string("\u202E"), std::string("\u2066")}) {
    CAPTURE(text);
    CHECK(core::has_control(text, false));
    CHECK(core::has_control(text, true));
  }
  for (const std::string text : {"", "책 A+", "🦒", "👨\u200D👩\u200D👧", "한\u3000글", "\u2764\uFE0F"}) {
    CAPTURE(text);
    CHECK_FALSE(core::has_control(text, false));
  }
}

TEST_CASE("an emoji that is younger than the library is a character, what never will be one is not") {
  CHECK_FALSE(core::has_control("\U0001FAE9", false));  // of Unicode 16
  for (const std::string text : {"\uFDD0", "\uFDEF", "\uFFFE", "\U0001FFFF", "\U0010FFFE"}) {
    CAPTURE(text);
    CHECK(core::has_control(text, false));
  }
}

TEST_CASE("line breaks and tabs are let through only where lines are") {
  for (const std::string text : {"a\nb", "a\tb"}) {
    CHECK(core::has_control(text, false));
    CHECK_FALSE(core::has_control(text, true));
  }
}

TEST_CASE("white space is taken off both ends and left inside") {
  struct Trim {
    std::string text;
    std::string trimmed;
  };
  const std::vector<Trim> trims = {
      {"", ""},
      {" \t\r\n", ""},
      {"책", "책"},
      {"  두 단어 ", "두 단어"},
      {"\u3000책\u00A0", "책"},
      {"\u2028a\u2029", "a"},
      {"a\n", "a"},
      // Nothing of it can be seen.
      {"\u200B\u200B", ""},
      {"\u3164 \u3164", ""},
      {"\uFFA0\u2800\u00AD\u200D\u200E\uFEFF\uFE0F\u034F\U000E0041", ""},
      // Beside something that can it stays as it was written.
      {"\u200Ba\u3164", "\u200Ba\u3164"},
      {"👩\u200D🎓", "👩\u200D🎓"},
      {"\u2764\uFE0F", "\u2764\uFE0F"},
  };
  for (const Trim& trim : trims) {
    CAPTURE(trim.text);
    CHECK(core::trimmed(trim.text) == trim.trimmed);
  }
}

TEST_CASE("only ASCII letters are made small") {
  CHECK(core::lower_ascii("Giraffe.KIM@Univ-1") == "giraffe.kim@univ-1");
  CHECK(core::lower_ascii("\u00C9 책") == "\u00C9 책");
}

TEST_CASE("a number is grouped by thousands") {
  CHECK(core::grouped(0) == "0");
  CHECK(core::grouped(999) == "999");
  CHECK(core::grouped(1000) == "1,000");
  CHECK(core::grouped(10'000'000) == "10,000,000");
}

}  // namespace text_test
