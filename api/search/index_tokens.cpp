#include "search/index_tokens.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/text.h"
#include "search/hangul.h"

namespace search {

namespace {

using Kind = Unit::Kind;

// Longer words are found by their beginning; a term by its first pairs. Both are rare enough by then.
constexpr std::size_t longest_word = 16;
constexpr std::size_t most_pairs = 6;

std::string token(char kind, std::initializer_list<char32_t> codes) {
  std::string out(1, kind);
  for (const char32_t code : codes) append_utf8(out, code);
  return out;
}

bool has_tail(const Unit& unit) {
  return unit.kind == Kind::syllable && decompose(unit.code).tail != 0;
}

char32_t without_tail(const Unit& unit) {
  const Syllable syllable = decompose(unit.code);
  return compose({syllable.lead, syllable.vowel, 0});
}

// How the tokens of names, or of texts, begin.
struct Kinds {
  char whole;
  char open;
};
constexpr Kinds of_names{'n', 'o'};
constexpr Kinds of_texts{'t', 'u'};

class IndexTokens {
 public:
  void add(std::string_view text, Kinds kinds, bool with_initials) {
    const auto units = split(text);
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (units[i].spaced()) {
        if (units[i].starts_word) add_word(units, i, kinds);
        continue;
      }
      add_syllable(units[i], kinds);
      if (with_initials) all_.insert(token('i', {initial(units[i])}));
      if (i + 1 == units.size() || units[i + 1].spaced()) continue;
      add_pair(units[i], units[i + 1], kinds);
      if (with_initials) all_.insert(token('i', {initial(units[i]), initial(units[i + 1])}));
    }
  }

  // Of a text, what no name has.
  void add_text(std::string_view text) {
    IndexTokens found;
    found.add(text, of_texts, false);
    for (std::string one : found.all_) {
      std::string in_names = one;
      in_names[0] = one[0] == of_texts.whole ? of_names.whole : of_names.open;
      if (!all_.contains(in_names)) all_.insert(std::move(one));
    }
  }

  std::vector<std::string> take(const std::vector<std::string>& facets) {
    all_.insert(facets.begin(), facets.end());
    return {all_.begin(), all_.end()};
  }

 private:
  void add_syllable(const Unit& unit, Kinds kinds) {
    all_.insert(token(kinds.whole, {unit.code}));
    if (has_tail(unit)) all_.insert(token(kinds.open, {without_tail(unit)}));
  }

  void add_pair(const Unit& one, const Unit& next, Kinds kinds) {
    all_.insert(token(kinds.whole, {one.code, next.code}));
    if (has_tail(next)) all_.insert(token(kinds.open, {one.code, without_tail(next)}));
  }

  void add_word(const std::vector<Unit>& units, std::size_t from, Kinds kinds) {
    std::string word(1, kinds.whole);
    for (std::size_t i = from; i < units.size() && i < from + longest_word; ++i) {
      if (i > from && (!units[i].spaced() || !units[i].goes_on())) return;
      append_utf8(word, units[i].code);
      all_.insert(word);
    }
  }

  std::set<std::string> all_;
};

std::string facet_token(char kind, const std::vector<Unit>& units) {
  std::string out{'f', kind};
  for (const Unit& unit : units) append_utf8(out, unit.code);
  return out;
}

std::string major_token(const Term& term) {
  return facet_token(major_facet, term);
}

// FTS5 expressions. Each token stands in quotes; none has one in it.
std::string quoted(const std::string& token) {
  return "\"" + token + "\"";
}

std::string one_of(const std::vector<std::string>& tokens) {
  std::string out;
  for (const auto& one : tokens) out += (out.empty() ? "" : " OR ") + quoted(one);
  return tokens.size() == 1 ? out : "(" + out + ")";
}

std::vector<Kinds> kinds_of(Scope scope) {
  return scope == Scope::names ? std::vector{of_names} : std::vector{of_names, of_texts};
}

// What a text must have for one form of a term: of each list one token.
class Demands {
 public:
  Demands(Scope scope, const Term& term) : kinds_(kinds_of(scope)) {
    if (term.front().spaced()) {
      demand_word(term);
      return;
    }
    if (std::any_of(term.begin(), term.end(), [](const Unit& u) { return u.kind == Kind::consonant; })) {
      // Descriptions are not searched by initials.
      if (kinds_.size() == 1 || initials_only(term)) add_initials(term);
    }
    add_syllables(term);
  }
  const std::vector<std::string>& all() const { return all_; }

 private:
  void demand(const std::vector<std::string>& tokens) { all_.push_back(one_of(tokens)); }

  void demand_word(const Term& term) {
    std::vector<std::string> words;
    for (const Kinds kinds : kinds_) words.push_back(beginning(term, kinds));
    demand(words);
  }

  static std::string beginning(const Term& term, Kinds kinds) {
    std::string word(1, kinds.whole);
    for (std::size_t i = 0; i < term.size() && i < longest_word; ++i) append_utf8(word, term[i].code);
    return word;
  }

  void add_initials(const Term& term) {
    if (term.size() == 1) return demand({token('i', {initial(term[0])})});
    for (std::size_t i = 0; i + 1 < std::min(term.size(), most_pairs); ++i) {
      demand({token('i', {initial(term[i]), initial(term[i + 1])})});
    }
  }

  // Consonants stand for many a syllable: only what lies between them is known.
  void add_syllables(const Term& term) {
    const auto known = [&term](std::size_t i) { return i < term.size() && term[i].kind != Kind::consonant; };
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < term.size() && pairs < most_pairs; ++i) {
      if (!known(i)) continue;
      if (known(i + 1)) {
        demand(pair_tokens(term[i].code, term[i + 1], i + 2 == term.size()));
        ++pairs;
      } else if (i == 0 || !known(i - 1)) {
        demand(pair_tokens(0, term[i], i + 1 == term.size()));
        ++pairs;
      }
    }
  }

  // `first` (0: none) and a unit behind it, which may become others when it is the last.
  std::vector<std::string> pair_tokens(char32_t first, const Unit& unit, bool last) const {
    std::vector<std::string> out;
    const auto add = [&](char Kinds::*kind, char32_t code) {
      for (const Kinds kinds : kinds_) {
        out.push_back(first == 0 ? token(kinds.*kind, {code}) : token(kinds.*kind, {first, code}));
      }
    };
    if (!last || unit.kind != Kind::syllable) {
      add(&Kinds::whole, unit.code);
      return out;
    }
    const Syllable typed = decompose(unit.code);
    if (typed.tail == 0) {
      for (int vowel = 0; vowel < vowels; ++vowel) {
        if (!vowel_grows_to(typed.vowel, vowel)) continue;
        const char32_t grown = compose({typed.lead, vowel, 0});
        add(&Kinds::whole, grown);
        add(&Kinds::open, grown);
      }
      return out;
    }
    for (int tail = 0; tail < tails; ++tail) {
      const bool moves_on = tail == moved_tail(typed.tail).tail;
      if (moves_on || (tail != 0 && tail_grows_to(typed.tail, tail))) {
        add(&Kinds::whole, compose({typed.lead, typed.vowel, tail}));
      }
    }
    return out;
  }

  std::vector<Kinds> kinds_;
  std::vector<std::string> all_;
};

}  // namespace

std::string facet_token(char kind, std::string_view value) {
  return facet_token(kind, split(value));
}

std::vector<std::string> index_tokens(const Document& document) {
  IndexTokens tokens;
  for (const auto name : document.names) tokens.add(name, of_names, true);
  for (const auto text : document.texts) tokens.add_text(text);
  return tokens.take(document.facets);
}

bool may_be_major(const Term& term) {
  if (term.size() < 2 || term.back().kind != Kind::syllable) return false;
  const char32_t last = term.back().code;
  return last == U'과' || last == U'부' || last == U'공';
}

std::string match_expression(const Query& query, Scope scope, const Facets& facets) {
  std::vector<std::string> all;
  for (const Term& term : query.terms()) {
    const Demands as_written(scope, term);
    std::vector<std::string> others;
    for (const Term& other : other_forms(term)) {
      others.push_back("(" + core::joined(Demands(scope, other).all(), " AND ") + ")");
    }
    if (may_be_major(term)) others.push_back(quoted(major_token(term)));
    if (others.empty()) {
      all.insert(all.end(), as_written.all().begin(), as_written.all().end());
    } else {
      all.push_back("((" + core::joined(as_written.all(), " AND ") + ") OR " + core::joined(others, " OR ") +
                    ")");
    }
  }
  for (const auto& values : facets) all.push_back(one_of(values));
  std::string out;
  std::unordered_set<std::string_view> known;
  for (const std::string& one : all) {
    if (known.insert(one).second) out += (out.empty() ? "" : " AND ") + one;
  }
  return out;
}

}  // namespace search
