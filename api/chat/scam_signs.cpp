#include "chat/scam_signs.h"

#include <utf8proc.h>

#include <algorithm>

#include "chat/phone_number.h"
#include "chat/scam_words.h"
#include "chat/word_index.h"
#include "core/text.h"
#include "search/splitter.h"

namespace chat {

namespace {

constexpr std::size_t max_denied = 10;      // syllables after a word that may take it back
constexpr std::size_t max_taken_back = 20;  // letters before an English one
constexpr std::size_t max_bank = 14;        // characters between a bank's name and its number

template <class Words>
bool among(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ascii_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

bool kept(char32_t code) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

// A message without what stands between its letters.
struct Squeezed {
  std::string text;
  std::vector<char> begins;  // of each byte: a word begins with it

  explicit Squeezed(const std::vector<char32_t>& codes) {
    bool beginning = true;
    for (const char32_t code : codes) {
      if (!kept(code)) {
        beginning = true;
        continue;
      }
      const std::size_t before = text.size();
      search::append_utf8(text, code);
      begins.resize(text.size(), 0);
      begins[before] = beginning ? 1 : 0;
      beginning = false;
    }
  }
};

// So many syllables from there on; of other letters more.
std::string_view following(std::string_view text, std::size_t from, std::size_t characters) {
  return core::shortened(text.substr(from), 3 * characters);
}

// Whether what follows a word says that it is not meant.
bool taken_back(std::string_view after) {
  if (std::any_of(offers_of_buyers.begin(), offers_of_buyers.end(),
                  [&](auto word) { return after.starts_with(word); }))
    return true;
  std::size_t first = std::string_view::npos;
  std::size_t end = 0;
  for (const auto denial : denials) {
    const auto at = after.find(denial);
    if (at >= first) continue;
    first = at;
    end = at + denial.size();
  }
  if (first == std::string_view::npos) return false;
  // With the last syllable of the denial: 안 하|면.
  const std::string_view rest = following(after, end - 3, 4);
  return std::none_of(conditions.begin(), conditions.end(),
                      [&](auto word) { return rest.find(word) != std::string_view::npos; });
}

// Words of which some are only meant where a word begins: "^선불".
class WordList {
 public:
  template <class Words>
  explicit WordList(const Words& words) : anywhere_(those(words, false)), beginning_(those(words, true)) {}

  bool in(const Squeezed& squeezed) const {
    const std::string_view text = squeezed.text;
    const auto meant = [&](std::size_t at, const std::string& word) {
      return !taken_back(following(text, at + word.size(), max_denied));
    };
    return anywhere_.any(text, meant) || beginning_.any(text, [&](std::size_t at, const std::string& word) {
      return squeezed.begins[at] != 0 && meant(at, word);
    });
  }

 private:
  template <class Words>
  static std::vector<std::string> those(const Words& words, bool begin) {
    std::vector<std::string> out;
    for (const std::string_view word : words) {
      if (word.starts_with('^') == begin) out.emplace_back(word.substr(begin ? 1 : 0));
    }
    return out;
  }

  WordIndex anywhere_;
  WordIndex beginning_;
};

// " pay me first "
std::string english_words(std::string_view folded) {
  std::string out = " ";
  for (const char c : folded) {
    if (ascii_letter_or_digit(c)) {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  return out + " ";
}

// "Should I", "I can": the buyer, of whom nothing is to be feared.
bool offers(const std::vector<std::string>& before) {
  const std::size_t from = before.size() > 2 ? before.size() - 2 : 0;
  return std::any_of(before.begin() + static_cast<std::ptrdiff_t>(from), before.end(),
                     [](const std::string& word) { return word == "i" || word == "we"; });
}

template <class Words>
WordIndex english_index(const Words& words) {
  std::vector<std::string> out;
  for (const std::string_view word : words) out.push_back(" " + std::string(word) + " ");
  return WordIndex(std::move(out));
}

bool has_english(std::string_view text, const WordIndex& words) {
  return words.any(text, [&](std::size_t at, const std::string& word) {
    const std::size_t from = at > max_taken_back ? at - max_taken_back : 0;
    const auto before = core::split(text.substr(from, at - from), ' ');
    const bool denied = std::any_of(before.begin(), before.end(),
                                    [](const auto& one) { return among(english_denials, one); });
    return !denied && !(word.starts_with(" pay ") && offers(before));
  });
}

// Whether it ends with the name of a bank, or an account.
bool names_account(std::string text) {
  bool account = false;
  for (bool stripped = true; stripped;) {
    stripped = false;
    for (const auto word : of_accounts) {
      if (!text.ends_with(word)) continue;
      text.resize(text.size() - word.size());
      account = account || word.starts_with("계좌") || word == "통장";
      stripped = true;
    }
  }
  return account || std::any_of(banks.begin(), banks.end(), [&](auto bank) { return text.ends_with(bank); });
}

// "국민 123456-01-123456", "3333-01-1234567 카카오뱅크". A student number has ten digits in a row.
bool has_account(const std::vector<char32_t>& codes) {
  const auto digit = [&](std::size_t i) { return i < codes.size() && codes[i] >= '0' && codes[i] <= '9'; };
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!digit(i)) continue;
    std::size_t count = 0;
    std::size_t hyphens = 0;
    std::size_t end = i;
    for (; digit(end) || (end < codes.size() && codes[end] == '-' && digit(end + 1)); ++end) {
      (digit(end) ? count : hyphens) += 1;
    }
    const std::size_t begin = i;
    i = end;
    const bool phone = count == 11 && codes[begin] == '0' && codes[begin + 1] == '1';
    if (count < 10 || count > 16 || (hyphens == 0 && count < 11) || phone) continue;
    const std::size_t from = begin > max_bank ? begin - max_bank : 0;
    const auto at = [&](std::size_t place) { return codes.begin() + static_cast<std::ptrdiff_t>(place); };
    if (names_account(Squeezed({at(from), at(begin)}).text)) return true;
    const Squeezed after({at(end), at(std::min(codes.size(), end + max_bank))});
    for (const auto bank : banks) {
      const std::string name(bank);
      if (after.text.starts_with(name + "은행") || after.text.starts_with(name + "뱅크") ||
          (name.ends_with("뱅크") && after.text.starts_with(name)) || (after.text == name && hyphens > 0))
        return true;
    }
  }
  return false;
}

bool is_own(std::string_view host, std::span<const std::string> own_hosts) {
  return std::find(own_hosts.begin(), own_hosts.end(), host) != own_hosts.end();
}

// Behind "://", of the text without spaces: nothing but the market itself is no link.
bool has_address(std::string_view text, std::span<const std::string> own_hosts) {
  for (auto at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 1)) {
    const std::string_view rest = text.substr(at + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t end =
        std::find_if_not(authority.begin(), authority.end(),
                         [](char c) { return ascii_letter_or_digit(c) || c == '.' || c == '-'; }) -
        authority.begin();
    // "market.example@elsewhere.example" leads elsewhere.
    const bool user = authority.find('@') != std::string_view::npos;
    if (at > 0 && ascii_letter_or_digit(text[at - 1]) &&
        (user || !is_own(authority.substr(0, end), own_hosts)))
      return true;
  }
  return false;
}

struct Hosts {
  bool link = false;
  bool email = false;
};

// Names with dots: "naver.com", "kim@naver.com".
Hosts find_hosts(std::string_view text, std::span<const std::string> own_hosts) {
  const auto part = [](char c) { return ascii_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; };
  Hosts out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!part(text[i])) continue;
    std::size_t end = i;
    while (end < text.size() && part(text[end])) ++end;
    std::string_view host = text.substr(i, end - i);
    const bool email = i > 1 && text[i - 1] == '@' && part(text[i - 2]);
    i = end;
    while (!host.empty() && !ascii_letter_or_digit(host.back())) host.remove_suffix(1);
    while (!host.empty() && !ascii_letter_or_digit(host.front())) host.remove_prefix(1);
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || !ascii_letter_or_digit(host[dot - 1])) continue;
    const std::string_view ending = host.substr(dot + 1);
    const bool path = end < text.size() && (text[end] == '/' || text[end] == '?');
    const bool known = among(endings, ending) || (among(short_endings, ending) && (path || email)) ||
                       host.starts_with("www.");
    if (!known || among(no_hosts, host)) continue;
    if (email) {
      out.email = true;
    } else if (!(end < text.size() && text[end] == '@') && !is_own(host, own_hosts)) {
      out.link = true;
    }
  }
  return out;
}

bool has_known_link(std::string_view without_spaces) {
  for (const auto link : known_links) {
    for (auto at = without_spaces.find(link); at != std::string_view::npos;
         at = without_spaces.find(link, at + 1)) {
      if (at == 0 || !ascii_letter_or_digit(without_spaces[at - 1])) return true;
    }
  }
  return false;
}

}  // namespace

ScamSigns scam_signs(std::string_view text, std::span<const std::string> own_hosts) {
  static const WordList prepayment(prepayment_words);
  static const WordList contacts(contact_words);
  static const WordList links(spelled_links);
  static const WordIndex prepayment_english = english_index(english_prepayment);
  static const WordIndex contacts_english = english_index(english_contacts);
  std::string folded = core::folded(text);
  // Browsers read the full stop of Chinese and Japanese in an address as a dot.
  for (auto at = folded.find("。"); at != std::string::npos; at = folded.find("。", at))
    folded.replace(at, 3, ".");
  const std::vector<char32_t> codes = search::code_points(folded);
  const Squeezed squeezed(codes);
  const std::string english = english_words(folded);
  std::string without_spaces = folded;
  std::erase_if(without_spaces, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  const Hosts hosts = find_hosts(folded, own_hosts);
  return {
      .prepayment = prepayment.in(squeezed) || has_english(english, prepayment_english) || has_account(codes),
      .phone = has_phone_number(codes),
      .link = hosts.link || has_address(without_spaces, own_hosts) || has_known_link(without_spaces) ||
              links.in(squeezed) || english.find(" dot com ") != std::string::npos,
      .contact = hosts.email || contacts.in(squeezed) || has_english(english, contacts_english),
  };
}

}  // namespace chat
