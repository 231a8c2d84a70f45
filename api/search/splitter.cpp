#include "search/splitter.h"

#include <utf8proc.h>

#include "core/text.h"
#include "search/composer.h"
#include "search/hangul.h"

namespace search {

namespace {

struct Character {
  char32_t code = 0;
  std::size_t offset = 0;  // in bytes
  std::size_t length = 0;
};

std::vector<Character> characters(std::string_view text) {
  std::vector<Character> out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t code = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (length <= 0) break;
    out.push_back({static_cast<char32_t>(code), at, static_cast<std::size_t>(length)});
    at += static_cast<std::size_t>(length);
  }
  return out;
}

bool between(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

// Letters of Hangul in any of their three forms: conjoining, compatibility, half-width.
bool is_jamo(char32_t code) {
  return between(code, 0x1100, 0x11FF) || between(code, 0x3131, 0x318E) || between(code, 0xFFA0, 0xFFDC);
}

// Belongs to the character before it, whatever that is: conjoining vowels and tails, marks, and what is not
// seen (a soft hyphen, a zero-width space).
bool continues(char32_t code) {
  if (between(code, 0x1160, 0x11FF)) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF;
}

// Letters that Unicode does not take apart, as they are written without their stroke or in plain letters.
std::u32string_view plain(char32_t code) {
  switch (code) {
    case U'ø':
      return U"o";
    case U'æ':
      return U"ae";
    case U'œ':
      return U"oe";
    case U'đ':
    case U'ð':
      return U"d";
    case U'ħ':
      return U"h";
    case U'ł':
      return U"l";
    case U'ŧ':
      return U"t";
    case U'þ':
      return U"th";
    case U'ı':
      return U"i";
    default:
      return {};
  }
}

bool is_wide(char32_t code) {
  return between(code, 0x2E80, 0x2FDF) || between(code, 0x3005, 0x3007) || between(code, 0x3040, 0x30FF) ||
         between(code, 0x31F0, 0x31FF) || between(code, 0x3400, 0x4DBF) || between(code, 0x4E00, 0x9FFF) ||
         between(code, 0xF900, 0xFAFF) || between(code, 0x20000, 0x3FFFF);
}

bool is_letter(char32_t code) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

bool is_digit(char32_t code) {
  return between(code, '0', '9');
}

bool is_hyphen(char32_t code) {
  return code == '-' || between(code, 0x2010, 0x2015) || code == 0x2212;
}

bool is_apostrophe(char32_t code) {
  return code == '\'' || code == 0x2019;
}

bool is_sign(char32_t code) {
  return code == '+' || code == '#';
}

void append_tail(std::u32string& letters, int tail) {
  if (tail == 0) return;
  const Moved parts = moved_tail(tail);
  append_tail(letters, parts.tail);
  letters += consonant(parts.lead);
}

// letters_of() gives back the character itself: neither folding nor the tables below make anything else of
// it.
bool is_plain(char32_t code) {
  if (is_jamo(code) || continues(code) || !plain(code).empty()) return false;
  constexpr auto none = UINT16_MAX;
  const auto* known = utf8proc_get_property(static_cast<utf8proc_int32_t>(code));
  return known->decomp_seqindex == none && known->casefold_seqindex == none && known->ignorable == 0;
}

// Letters of Hangul that were written one by one (compatibility and half-width forms) are put together.
// Unicode's own composition takes no such consonant for a tail.
std::u32string letters_of(std::string_view cluster) {
  std::u32string letters;
  for (const auto& one : characters(core::folded(cluster))) {
    if (between(one.code, 0x1100, 0x1112)) {
      letters += consonant(static_cast<int>(one.code - 0x1100));
    } else if (between(one.code, 0x1161, 0x1175)) {
      letters += vowel_letter(static_cast<int>(one.code - 0x1161));
    } else if (between(one.code, 0x11A8, 0x11C2)) {
      // A keyboard makes one tail of two consonants typed in a row: ㄱㅅ arrives as ㄳ.
      append_tail(letters, static_cast<int>(one.code - 0x11A7));
    } else if (is_syllable(one.code)) {
      const Syllable syllable = decompose(one.code);
      letters += consonant(syllable.lead);
      letters += vowel_letter(syllable.vowel);
      append_tail(letters, syllable.tail);
    } else if (const auto known = plain(one.code); !known.empty()) {
      letters += known;
    } else {
      letters += one.code;
    }
  }
  return composed(letters);
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text), characters_(characters(text)) {}

  std::vector<Unit> run() {
    units_.reserve(characters_.size());
    std::size_t at = 0;
    while (at < characters_.size()) {
      const char32_t code = characters_[at].code;
      std::size_t end = at + 1;
      while (end < characters_.size() && belongs(end)) ++end;
      if (end == at + 1 && (is_syllable(code) || code < 0x80)) {
        add_code(code >= 'A' && code <= 'Z' ? code + 32 : code, at, end);
      } else if (end == at + 1 && is_plain(code)) {
        add_code(code, at, end);
      } else {
        effort_ += tables;
        const std::size_t from = characters_[at].offset;
        const std::size_t to = characters_[end - 1].offset + characters_[end - 1].length;
        for (const char32_t one : letters_of(text_.substr(from, to - from))) add_code(one, at, end);
      }
      at = end;
    }
    divide_isbns();
    effort_ += characters_.size();
    return std::move(units_);
  }

  std::size_t effort() const { return effort_; }

 private:
  // What letters_of() costs beside a syllable, about.
  static constexpr std::size_t tables = 15;

  // To the same unit or units as the character before it.
  bool belongs(std::size_t at) const {
    const char32_t code = characters_[at].code;
    if (code < 0x80) return false;
    return continues(code) || (is_jamo(code) && is_jamo(characters_[at - 1].code));
  }

  void add_code(char32_t code, std::size_t begin, std::size_t end) {
    if (is_syllable(code)) return add(Unit::Kind::syllable, code, begin, end);
    if (lead_of(code)) return add(Unit::Kind::consonant, code, begin, end);
    if (is_jamo(code)) return;  // a vowel alone, as in ㅠㅠ
    if (is_wide(code)) return add(Unit::Kind::wide, code, begin, end);
    if (is_letter(code) || (is_sign(code) && belongs_to_name(begin, end))) {
      add(Unit::Kind::letter, code, begin, end);
    }
  }

  // C++, C#, A+: a sign after a letter that stands alone. But a+b is a sum, or two words.
  bool belongs_to_name(std::size_t begin, std::size_t end) const {
    if (units_.empty() || units_.back().end != begin) return false;
    const Unit& last = units_.back();
    if (!is_sign(last.code) && !(last.starts_word && between(last.code, 'a', 'z'))) return false;
    while (end < characters_.size() && is_sign(characters_[end].code)) ++end;
    const char32_t next = end < characters_.size() ? characters_[end].code | 0x20 : 0;
    return !between(next, 'a', 'z');
  }

  void add(Unit::Kind kind, char32_t code, std::size_t begin, std::size_t end) {
    Unit unit{kind, code, begin, end, true, false, false};
    if (!units_.empty()) {
      const Unit& last = units_.back();
      const bool same = last.spaced() == unit.spaced();
      unit.starts_word = !same || last.end < begin || (is_sign(last.code) && !is_sign(code));
      if (same && unit.spaced() && last.end + 1 == begin) join(last, unit);
    }
    units_.push_back(unit);
  }

  // With one character between them.
  void join(const Unit& last, Unit& unit) const {
    const char32_t between_them = characters_[last.end].code;
    const bool numbers =
        is_digit(last.code) && (is_digit(unit.code) || unit.code == 'x');  // an ISBN-10's end
    const bool words = !is_digit(last.code) && !is_digit(unit.code);
    unit.joined = (numbers && is_hyphen(between_them)) || (words && is_apostrophe(between_them));
    unit.hyphened = (words && is_hyphen(between_them)) || (numbers && !unit.joined);
  }

  // Who knows a book by its ISBN-10 finds the ISBN-13, whose beginning it lacks.
  void divide_isbns() {
    constexpr std::size_t digits = 13, prefix = 3;
    for (std::size_t from = 0; from < units_.size();) {
      std::size_t to = from;
      while (to < units_.size() && is_digit(units_[to].code) &&
             (to == from || !units_[to].starts_word || units_[to].joined || units_[to].hyphened)) {
        ++to;
      }
      const bool begins = to - from == digits && units_[from].code == '9' && units_[from + 1].code == '7' &&
                          (units_[from + 2].code == '8' || units_[from + 2].code == '9');
      if (begins) units_[from + prefix].starts_word = units_[from + prefix].joined = true;
      from = to == from ? from + 1 : to;
    }
  }

  std::string_view text_;
  std::vector<Character> characters_;
  std::vector<Unit> units_;
  std::size_t effort_ = 0;
};

}  // namespace

std::vector<Unit> split(std::string_view text, std::size_t* effort) {
  Splitter splitter(text);
  std::vector<Unit> units = splitter.run();
  if (effort != nullptr) *effort += splitter.effort();
  return units;
}

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  for (const auto& one : characters(text)) out.push_back(one.code);
  return out;
}

char32_t initial(const Unit& unit) {
  const auto lead =
      unit.kind == Unit::Kind::syllable ? std::optional(decompose(unit.code).lead) : lead_of(unit.code);
  return lead ? consonant(plain_lead(*lead)) : unit.code;
}

void append_utf8(std::string& out, char32_t code) {
  utf8proc_uint8_t bytes[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

}  // namespace search
