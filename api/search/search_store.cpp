#include "search/search_store.h"

#include <set>

#include "search/hangul.h"

namespace search {

namespace {

using Kind = Unit::Kind;

struct Row {
  std::string grams;
  std::string initials;
  std::string words;
};

void append_word(std::string& column, const std::string& word) {
  if (!column.empty()) column += ' ';
  column += word;
}

std::string utf8(const std::vector<char32_t>& codes) {
  std::string out;
  for (const char32_t code : codes) append_utf8(out, code);
  return out;
}

char32_t initial(const Unit& unit) {
  return unit.kind == Kind::syllable ? consonant(decompose(unit.code).lead) : unit.code;
}

// Units of Hangul and the like: each with its neighbour. Letters between them keep them apart.
void append_pairs(Row& row, const std::vector<Unit>& units, bool with_initials) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].spaced()) continue;
    const bool has_next = i + 1 < units.size() && !units[i + 1].spaced();
    std::vector<char32_t> gram{units[i].code};
    std::vector<char32_t> pair{initial(units[i])};
    if (has_next) {
      gram.push_back(units[i + 1].code);
      pair.push_back(initial(units[i + 1]));
    }
    append_word(row.grams, utf8(gram));
    if (with_initials) append_word(row.initials, utf8(pair));
  }
}

// Words of letters; numbers in groups also from each group on: 978-89-1234 as "978891234", "891234" and
// "1234".
void append_words(Row& row, const std::vector<Unit>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!units[i].spaced() || !units[i].starts_word) continue;
    std::vector<char32_t> word{units[i].code};
    for (std::size_t k = i + 1; k < units.size() && units[k].spaced(); ++k) {
      if (units[k].starts_word && !units[k].joined) break;
      word.push_back(units[k].code);
    }
    append_word(row.words, utf8(word));
  }
}

Row row_of(const Document& document) {
  Row row;
  const auto append = [&row](std::string_view text, bool name) {
    const auto units = split(text);
    append_pairs(row, units, name);
    append_words(row, units);
  };
  for (const auto name : document.names) append(name, true);
  for (const auto text : document.texts) append(text, false);
  return row;
}

// Pairs as one FTS5 phrase, quoted. At least two units.
std::string phrase(const std::vector<char32_t>& codes) {
  std::string out = "\"";
  for (std::size_t i = 0; i + 1 < codes.size(); ++i) {
    if (i > 0) out += ' ';
    append_utf8(out, codes[i]);
    append_utf8(out, codes[i + 1]);
  }
  return out + "\"";
}

// What the last syllable of a term may be, or may become.
std::set<char32_t> completions(const Unit& typed) {
  std::set<char32_t> out{typed.code};
  if (typed.kind != Kind::syllable) return out;
  const Syllable from = decompose(typed.code);
  if (from.tail != 0) {
    // The tail may be the beginning of the next syllable.
    out.insert(compose({from.lead, from.vowel, moved_tail(from.tail).tail}));
  }
  for (int vowel = 0; vowel < vowels; ++vowel) {
    if (from.tail != 0 ? vowel != from.vowel : !vowel_grows_to(from.vowel, vowel)) continue;
    for (int tail = 0; tail < tails; ++tail) {
      if (from.tail == 0 || tail_grows_to(from.tail, tail)) out.insert(compose({from.lead, vowel, tail}));
    }
  }
  return out;
}

std::string one_of(const std::vector<std::string>& alternatives) {
  std::string out;
  for (const auto& one : alternatives) out += (out.empty() ? "" : " OR ") + one;
  return alternatives.size() == 1 ? out : "(" + out + ")";
}

std::string starting_with(char32_t code) {
  return "\"" + utf8({code}) + "\"*";
}

// A term whose syllables are all known, but for what the last one may become.
std::string gram_expression(const Term& term) {
  std::vector<std::string> alternatives;
  if (term.size() == 1) {
    for (const char32_t last : completions(term[0])) alternatives.push_back(starting_with(last));
  } else if (term.size() == 2) {
    for (const char32_t last : completions(term[1])) alternatives.push_back(phrase({term[0].code, last}));
  } else {
    // What goes before the last syllable is rare enough to find few candidates.
    std::vector<char32_t> before;
    for (std::size_t i = 0; i + 1 < term.size(); ++i) before.push_back(term[i].code);
    alternatives.push_back(phrase(before));
  }
  return "grams : " + one_of(alternatives);
}

std::string initial_expression(const Term& term) {
  if (term.size() == 1) return "initials : " + starting_with(term[0].code);
  std::vector<char32_t> codes;
  for (const Unit& unit : term) codes.push_back(initial(unit));
  return "initials : " + phrase(codes);
}

// A term with consonants among its syllables: what goes before the first of them has to be there.
std::string mixed_expression(const Term& term) {
  std::vector<char32_t> before;
  for (const Unit& unit : term) {
    if (unit.kind == Kind::consonant) break;
    before.push_back(unit.code);
  }
  if (before.empty()) return initial_expression(term);
  return "grams : " + (before.size() == 1 ? starting_with(before[0]) : phrase(before));
}

std::string term_expression(const Term& term) {
  if (term.front().spaced()) {
    std::vector<char32_t> word;
    for (const Unit& unit : term) word.push_back(unit.code);
    return "words : \"" + utf8(word) + "\"*";
  }
  if (initials_only(term)) return initial_expression(term);
  for (const Unit& unit : term) {
    if (unit.kind == Kind::consonant) return mixed_expression(term);
  }
  return gram_expression(term);
}

}  // namespace

void SearchStore::add(db::Tx& tx, core::PostId post, const Document& document) const {
  const Row row = row_of(document);
  tx.run("INSERT INTO post_index (rowid, grams, initials, words) VALUES ($1, $2, $3, $4)", post, row.grams,
         row.initials, row.words);
}

void SearchStore::remove(db::Tx& tx, core::PostId post, const Document& document) const {
  const Row row = row_of(document);
  tx.run(
      "INSERT INTO post_index (post_index, rowid, grams, initials, words) VALUES ('delete', $1, $2, $3, $4)",
      post, row.grams, row.initials, row.words);
}

void SearchStore::clear(db::Tx& tx) const {
  tx.run("INSERT INTO post_index (post_index) VALUES ('delete-all')");
}

std::vector<std::pair<Suggests, std::string>> SearchStore::names(db::Tx& tx, const Query& query) const {
  constexpr int max_posts = 500;
  auto rows = tx.query(
      "SELECT p.book_title, p.book_author, p.course_name FROM post_index AS i "
      "CROSS JOIN posts AS p ON p.id = i.rowid WHERE i.post_index MATCH $1 "
      "AND p.status IN ('selling', 'reserved') AND p.deleted_at IS NULL ORDER BY i.rowid DESC LIMIT $2",
      expression(query), max_posts);
  std::vector<std::pair<Suggests, std::string>> out;
  while (rows.next()) {
    out.emplace_back(Suggests::title, rows.text(0));
    if (!rows.null(1)) out.emplace_back(Suggests::author, rows.text(1));
    if (!rows.null(2)) out.emplace_back(Suggests::course, rows.text(2));
  }
  return out;
}

std::string SearchStore::expression(const Query& query) {
  std::string out;
  for (const Term& term : query.terms()) out += (out.empty() ? "" : " AND ") + term_expression(term);
  return out;
}

}  // namespace search
