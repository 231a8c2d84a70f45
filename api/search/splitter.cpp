#include "search/splitter.h"

#include <utf8proc.h>

#include <algorithm>

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
      } else if (const auto numeral = roman(code); !numeral.empty()) {
        for (const char32_t digit : numeral) add_code(digit, at, end);
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
    read_numerals();
    read_editions();
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

  // Ⅰ to Ⅻ, which Unicode takes apart into letters.
  static std::u32string roman(char32_t code) {
    const char32_t number = between(code, 0x2160, 0x216B)   ? code - 0x2160 + 1
                            : between(code, 0x2170, 0x217B) ? code - 0x2170 + 1
                                                            : 0;
    if (number == 0) return {};
    return number < 10 ? std::u32string{U'0' + number} : std::u32string{U'1', U'0' + number - 10};
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

  // The word that begins at `from` and has no sign within: its end.
  std::size_t end_of_word(std::size_t from) const {
    std::size_t to = from + 1;
    while (to < units_.size() && units_[to].spaced() && !units_[to].starts_word) ++to;
    return to;
  }

  std::u32string word(std::size_t from, std::size_t to) const {
    std::u32string out;
    for (std::size_t i = from; i < to; ++i) out += units_[i].code;
    return out;
  }

  // Makes one unit of those from `from` on, before `to`.
  void replace(std::size_t from, std::size_t to, char32_t code, bool starts_word) {
    Unit& unit = units_[from];
    unit.kind = Unit::Kind::letter;
    unit.code = code;
    unit.end = units_[to - 1].end;
    unit.starts_word = starts_word;
    units_.erase(units_.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                 units_.begin() + static_cast<std::ptrdiff_t>(to));
    // 을 of 3판을.
    if (from + 1 < units_.size() && !units_[from + 1].spaced()) units_[from + 1].starts_word = true;
  }

  // II is 2 wherever it stands alone, and I is 1 behind Korean: 미적분학 I, but "I, Robot".
  void read_numerals() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!units_[i].spaced() || !units_[i].starts_word || units_[i].code != 'i') continue;
      const std::size_t end = end_of_word(i);
      const bool alone = !units_[i].joined && !units_[i].hyphened &&
                         (end == units_.size() || !units_[end].spaced() || !units_[end].goes_on());
      if (!alone || end - i > 3) continue;
      const std::u32string letters = word(i, end);
      const char32_t number = letters == U"i" && i > 0 && !units_[i - 1].spaced() ? '1'
                              : letters == U"ii"                                  ? '2'
                              : letters == U"iii"                                 ? '3'
                              : letters == U"iv"                                  ? '4'
                                                                                  : 0;
      if (number != 0) replace(i, end, number, true);
    }
  }

  // 3판, 3 판, 3rd, 3e and 3/e are the word "3판".
  void read_editions() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!units_[i].is_digit() || units_[i].goes_on()) continue;
      std::size_t digits = 1;
      while (i + digits < units_.size() && units_[i + digits].is_digit() && !units_[i + digits].starts_word) {
        ++digits;
      }
      const std::size_t from = i + digits;
      if (digits > 2 || from == units_.size()) continue;
      const std::size_t to = end_of_edition(from);
      if (to > from) replace(from, to, U'판', false);
    }
  }

  // Where that ends which makes the number before `from` an edition; `from` when nothing does.
  std::size_t end_of_edition(std::size_t from) const {
    const Unit& first = units_[from];
    const std::size_t gap = first.begin - units_[from - 1].end;
    if (gap > 1) return from;
    if (first.code == U'판' && first.kind == Unit::Kind::syllable) {
      const bool ends =
          from + 1 == units_.size() || units_[from + 1].spaced() || units_[from + 1].begin > first.end;
      // 3판을 is one as well, "3 판매" and "2판매" are not.
      const bool sells = !ends && units_[from + 1].code == U'매';
      return ends || (gap == 0 && !sells) ? from + 1 : from;
    }
    if (!first.spaced()) return from;
    const std::size_t end = end_of_word(from);
    const std::u32string letters = word(from, end);
    const bool slash = gap == 1 && characters_[units_[from - 1].end].code == '/';
    const bool suffix = letters == U"st" || letters == U"nd" || letters == U"rd" || letters == U"th";
    return (gap == 0 && suffix) || ((gap == 0 || slash) && letters == U"e") ? end : from;
  }

  // Who knows a book by its ISBN-10 finds the ISBN-13, whose beginning it lacks.
  void divide_isbns() {
    constexpr std::size_t digits = 13, prefix = 3;
    for (std::size_t from = 0; from < units_.size();) {
      std::size_t to = from;
      while (to < units_.size() && units_[to].is_digit() && (to == from || units_[to].goes_on())) ++to;
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

std::string part_of(const std::vector<char32_t>& text, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < std::min(end, text.size()); ++i) append_utf8(out, text[i]);
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
